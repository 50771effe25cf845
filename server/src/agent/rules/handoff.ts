import type { HandoffPacket, JsonObject, ProposedStep, Reply } from "@purser/contract";
import type { CaseView } from "../reasoner.ts";
import { requestsPath, takenBackPath } from "./answers.ts";

/**
 * The case for a person, with all that is known and done; `reply` is what the customer reads of it, `heard` what her
 * newest messages say and the log does not know yet.
 */
export function handoffOf(
  view: CaseView,
  why: string,
  suggestion: string,
  { reply, heard = {}, requests = [] }: { reply?: Reply; heard?: JsonObject; requests?: readonly string[] } = {},
): { step: ProposedStep; reason: string } {
  const packet = packetOf(view, { heard, requests }, why, suggestion);
  return { step: { kind: "handoff", packet, ...(reply === undefined ? {} : { reply }) }, reason: why };
}

/** What a teammate reads first: what she wants in her words and in ours, what is known and from where, what was done, what is open. */
function packetOf(
  { state, blueprint, messages }: CaseView,
  { heard, requests }: { heard: JsonObject; requests: readonly string[] },
  why: string,
  suggestion: string,
): HandoffPacket {
  const known = [
    ...Object.entries(state.values).filter(([name]) => !Object.hasOwn(heard, name)),
    ...Object.entries(heard).map(([name, value]) => [name, { value, source: "message" }] as const),
  ]
    .filter(([name]) => name !== requestsPath && name !== takenBackPath)
    .map(([name, { value, source }]) => ({ name, value, source }));
  const done = state.doneCalls
    .filter(({ undoOf }) => undoOf === null)
    .map(({ tool, doneAt, isUndone }) => `${tool} at ${doneAt}${isUndone ? ", undone since" : ""}`);
  const goals = new Set(
    [...state.requests.map(({ procedure }) => procedure), ...requests]
      .filter((name) => !blueprint.understanding.personProcedures.has(name))
      .map((name) => blueprint.procedures.get(name)?.header.goal ?? name),
  );
  const words = messages.findLast(({ direction }) => direction === "in")?.text.slice(0, 500);
  const wants = [...goals, ...(words === undefined ? [] : [`in her words: “${words}”`])].join("; ");
  const begun = state.calls.map((call) => `${call.tool} was begun at ${call.startedAt}; its outcome is not known.`);
  const undecided = state.pauses.map(({ shown }) => `Not decided: ${shown.text}`);
  return { why, wants, known, done, open: [...begun, ...undecided, ...openQuestion(state)], suggestion };
}

function openQuestion({ finished }: CaseView["state"]): string[] {
  const last = finished.at(-1)?.step;
  return last?.kind === "ask" ? [`Asked and not settled: ${last.question}`] : [];
}
