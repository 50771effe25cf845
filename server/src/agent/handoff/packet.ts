import type { CallKey, CaseEvent, HandoffPacket } from "@purser/contract";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { titleOf } from "../../blueprint/toolbox.ts";
import type { CaseState } from "../../cases/case-state.ts";
import { callName } from "../../cases/call-name.ts";
import { isOwnPath } from "../rules/understanding/own-paths.ts";
import { messageText } from "../../cases/message-text.ts";
import type { HandoffCause } from "./cause.ts";
import { promisesIn } from "./promises.ts";
import { suggestionOf } from "./suggestion.ts";

const longestWords = 500;

/**
 * All that a teammate needs, from the state and the log alone, so that it is the same whatever the trigger and whoever
 * reasoned. The blueprint gives names in words; it is null when it can no longer be read.
 */
export function handoffPacket(
  cause: HandoffCause,
  state: CaseState,
  log: readonly CaseEvent[],
  blueprint: Blueprint | null,
): HandoffPacket {
  const { trigger, topic, why } = cause;
  return {
    trigger,
    topic,
    why,
    wants: wantsOf(state, log, blueprint),
    known: Object.entries(state.values)
      .filter(([name]) => !isOwnPath(name))
      .map(([name, { value, source, at }]) => ({ name, value, source, at })),
    done: doneIn(state, log, blueprint),
    open: openIn(state, blueprint),
    ...filesIn(log),
    promises: promisesIn(log),
    suggestion: suggestionOf(cause, state, blueprint),
    sentiment: sentimentIn(log),
  };
}

/** What she wants in our words and in hers. */
function wantsOf(state: CaseState, log: readonly CaseEvent[], blueprint: Blueprint | null): string {
  const requested = state.requests
    .map(({ procedure }) => procedure)
    .filter((name) => blueprint?.understanding.personProcedures.has(name) !== true)
    .map((name) => blueprint?.procedures.get(name)?.header.goal ?? name);
  const goals = new Set([...(state.goal === null ? [] : [state.goal]), ...requested]);
  const last = log.findLast((event) => event.kind === "message.received" && event.body.sender.kind === "customer");
  const words =
    last?.kind === "message.received" ? [`in her words: “${messageText(last.body).slice(0, longestWords)}”`] : [];
  return [...goals, ...words].join("; ");
}

function doneIn({ doneCalls }: CaseState, log: readonly CaseEvent[], blueprint: Blueprint | null): string[] {
  const told = new Set<CallKey>(log.flatMap((event) => (event.kind === "message.sent" ? event.body.claims : [])));
  return doneCalls
    .filter(({ undoOf }) => undoOf === null)
    .map((call) => {
      const residue = call.residue === null ? "" : ` (what stays: ${call.residue})`;
      const since = call.isUndone ? `, undone since${residue}` : "";
      return `${titleIn(blueprint, call.tool)} at ${call.doneAt}${since}; she ${told.has(call.key) ? "was" : "was not"} told`;
    });
}

/** What people call it, where the version is still there. */
function titleIn(blueprint: Blueprint | null, tool: string): string {
  return blueprint === null ? tool : (titleOf(blueprint.toolbox, tool) ?? tool);
}

function openIn({ calls, sweeps, pauses, proposals, finished }: CaseState, blueprint: Blueprint | null): string[] {
  const doubtful = [...calls, ...sweeps.map(({ call }) => call)];
  const last = finished.at(-1)?.step;
  return [
    ...doubtful.map(
      (call) =>
        `${callName({ ...call, tool: titleIn(blueprint, call.tool) })} was begun at ${call.startedAt}; its outcome is not known.`,
    ),
    ...pauses.map(({ shown }) => `Not decided: ${shown.text}`),
    ...proposals.flatMap(({ phase }) =>
      phase.kind === "held"
        ? [
            `Held until ${phase.releaseAt}: ${phase.standing.shown.text} It rests while a person has the case; its key is ${phase.key}.`,
          ]
        : [],
    ),
    ...(last?.kind === "ask" ? [`Asked and not settled: ${last.question}`] : []),
  ];
}

const mostFiles = 50;

/** What she has sent, the last of it where it is much; they are read by people, at their ids. */
function filesIn(log: readonly CaseEvent[]): Pick<HandoffPacket, "files"> {
  const files = log.flatMap((event) => (event.kind === "message.received" ? (event.body.attachments ?? []) : []));
  return files.length === 0
    ? {}
    : { files: files.slice(-mostFiles).map(({ fileId, name, type }) => ({ fileId, name, type })) };
}

function sentimentIn(log: readonly CaseEvent[]): HandoffPacket["sentiment"] {
  const understood = log.flatMap((event) => (event.kind === "message.understood" ? [event.body.frustrated] : []));
  return {
    isFrustrated: understood.at(-1) ?? false,
    frustratedMessages: understood.filter((isFrustrated) => isFrustrated).length,
    messages: understood.length,
  };
}
