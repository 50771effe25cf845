import { epochMsOf, type JsonObject, type ProposedStep } from "@purser/contract";
import type { Condition, Procedure } from "../../../blueprint/procedure.ts";
import { render } from "../../../blueprint/render.ts";
import { isAwaiting } from "../../../cases/waits.ts";
import type { CaseView } from "../../reasoner.ts";
import { isWordedLike } from "../asking/about-open.ts";
import { awaitedBy, awaitedIn, factsToKeep, lookedAtWith } from "../planning/awaited.ts";
import { claimsOf } from "../planning/claims.ts";
import { wasDoneAnew } from "../planning/once-more.ts";

type Later = Extract<ProposedStep, { kind: "later" }>;
type Waiting = { step: Later; reason: string };

/**
 * Waits for what comes true by itself: looks again now and then, reminds her when it takes long, and answers her when she
 * asks. Null when it was waited for as long as the procedure says.
 */
export function waitFor(
  procedure: Procedure,
  condition: Condition,
  view: CaseView,
  values: JsonObject,
): Waiting | null {
  const { check, otherwise, wait } = condition;
  if (wait === null) return null;
  const { state, now, blueprint } = view;
  const last = awaitedBy(procedure, condition, view, values);
  const since = last?.since ?? now;
  const waitedMs = epochMsOf(now) - epochMsOf(since);
  if (waitedMs >= wait.atMost) return null;
  const due = wait.reminders.filter(({ after }) => after <= waitedMs);
  const reminded = last?.reminders ?? 0;
  const say =
    last === undefined
      ? otherwise
      : due.length > reminded
        ? due.at(-1)?.say
        : state.messages.at(-1)?.direction === "out"
          ? undefined
          : [wasDoneAnew(procedure, view, values) ? procedure.header.replies.anew : undefined, wait.meanwhile]
              .filter((each) => each !== undefined)
              .join(" ");
  const text = say === undefined ? "" : render(say, values, blueprint.settings).trim();
  const nextMs = [...wait.reminders.map(({ after }) => after), wait.atMost].find((after) => after > waitedMs);
  return {
    step: {
      kind: "later",
      afterMs: Math.min(wait.lookEvery, (nextMs ?? wait.atMost) - waitedMs),
      reply: text === "" ? null : { text, claims: last === undefined ? claimsOf(state) : [] },
      awaits: {
        what: check.text,
        since,
        reminders: due.length,
        renews: lookupsOf(procedure, check.paths, view),
        of: lookedAtWith(procedure, check.paths, view, values),
        facts: factsToKeep(procedure, view, values),
      },
    },
    reason: `Waiting until this holds: ${check.text}`,
  };
}

/**
 * What was to be looked at does not answer just now: it is waited on, and she hears nothing of it. Null when the last step
 * was no such look.
 */
export function waitOn(procedure: Procedure, view: CaseView, values: JsonObject): Waiting | null {
  const { finished } = view.state;
  const last = finished.at(-1);
  if (last?.step.kind !== "lookup" || last.end.kind !== "failed") return null;
  const names = last.step.calls.map(({ tool }) => tool);
  const awaits = awaitedIn(view.state).findLast(({ renews }) => names.every((name) => renews.includes(name)));
  if (awaits === undefined) return null;
  const condition = [...procedure.before.values()].flat().find(({ check }) => check.text === awaits.what);
  return condition === undefined ? null : waitFor(procedure, condition, view, values);
}

function lookupsOf({ header }: Procedure, paths: readonly string[], { blueprint }: CaseView): string[] {
  return header.tools.filter(
    (name) => blueprint.toolbox.lookups.get(name)?.gives.some((path) => paths.includes(path)) === true,
  );
}

/** Whether she asks after what her case waits for. */
export function asksAfterWait(text: string, procedures: readonly Procedure[], { state }: CaseView): boolean {
  if (!isAwaiting(state)) return false;
  const waits = procedures.flatMap(({ before }) => [...before.values()].flat().flatMap(({ wait }) => wait ?? []));
  return waits.some(({ when }) => isWordedLike(text, when));
}

/** Those of the procedures that wait for something outside: what else she asks for does not take their place. */
export function waitingOf(procedures: readonly Procedure[], { state }: CaseView): readonly Procedure[] {
  const awaited = new Set(awaitedIn(state).map(({ what }) => what));
  return procedures.filter(({ before }) =>
    [...before.values()].flat().some(({ wait, check }) => wait !== null && awaited.has(check.text)),
  );
}
