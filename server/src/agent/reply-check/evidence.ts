import type { CallKey, Instant, Json, JsonObject, ProposedStep } from "@purser/contract";
import type { Settings } from "../../blueprint/settings/settings.ts";
import { toolNamed } from "../../blueprint/toolbox.ts";
import { callsOf } from "../../cases/calls-of.ts";
import type { CaseView } from "../reasoner.ts";

/** A fact at its path. */
export type Fact = { path: string; value: string | number | boolean };

/** What was done or is under way, by its tool, with the words that people have for it. */
export type Deed = { key: CallKey | null; words: readonly string[]; isUndone: boolean };

/** All that a reply may stand on. */
export type Evidence = {
  facts: readonly Fact[];
  /** What the customer wrote: she may be told her own numbers and days, which are no facts otherwise. */
  herWords: readonly string[];
  done: readonly Deed[];
  /** Proposed and not over: asked about, held, or being called. */
  underWay: readonly Deed[];
  isHandedOver: boolean;
  /** The step sets a clock to come back to her by. */
  comesBack: boolean;
  now: Instant;
  settings: Pick<Settings, "currency" | "locale" | "timeZone">;
};

/** What the case knows and has done, for a reply that goes out with a step of this kind. */
export function evidenceOf(view: CaseView, step: ProposedStep["kind"]): Evidence {
  const { state, blueprint, messages, now } = view;
  const { currency, locale, timeZone } = blueprint.settings;
  const found = Object.entries(state.values).filter(([path]) => !path.startsWith("message."));
  const deedOf = (tool: string, result: JsonObject, key: CallKey | null, isUndone: boolean): Deed => ({
    key,
    words: [tool, toolNamed(blueprint.toolbox, tool)?.title ?? "", ...textsIn(result)],
    isUndone,
  });
  return {
    facts: [
      ...found.flatMap(([path, { value }]) => factsIn(value, path)),
      ...state.doneCalls.flatMap(({ args, facts, result }) =>
        [args, facts, result].flatMap((each) => factsIn(each, "")),
      ),
      ...state.proposals.flatMap(({ phase }) =>
        "standing" in phase ? [{ path: "shown", value: phase.standing.shown.text }] : [],
      ),
      ...state.finished.flatMap(({ end }) =>
        "reasons" in end ? end.reasons.map((reason) => ({ path: "verdict", value: reason })) : [],
      ),
    ],
    herWords: messages.filter(({ direction }) => direction === "in").map(({ text }) => text),
    done: state.doneCalls.map(({ tool, result, key, isUndone }) => deedOf(tool, result, key, isUndone)),
    underWay: state.proposals.flatMap(({ step }) =>
      callsOf(step).map(({ tool, args }) => deedOf(tool, args, null, false)),
    ),
    isHandedOver: step === "handoff" || state.owner.kind !== "agent",
    comesBack: step === "later",
    now,
    settings: { currency, locale, timeZone },
  };
}

/** The plain values in a value, each at its path. */
function factsIn(value: Json, path: string): Fact[] {
  if (value === null) return [];
  if (typeof value !== "object") return [{ path, value }];
  return Object.entries(value).flatMap(([key, each]) =>
    factsIn(each, Array.isArray(value) ? path : path === "" ? key : `${path}.${key}`),
  );
}

function textsIn(value: JsonObject): string[] {
  return factsIn(value, "").flatMap((fact) => (typeof fact.value === "string" ? [fact.value] : []));
}

/** The texts among the facts. */
export function textsOf({ facts }: Evidence): readonly string[] {
  return facts.flatMap(({ value }) => (typeof value === "string" ? [value] : []));
}
