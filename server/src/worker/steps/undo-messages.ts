import type { CallKey, NewEvent } from "@purser/contract";
import { asPart, hostSays, numbered, type Voice } from "../../blueprint/sentences/host-sentences.ts";
import type { DoneCall, OpenCall } from "../../cases/case-state.ts";
import { wholeOf } from "../../cases/coordinate.ts";
import { descriptionBy } from "../../tools/description.ts";
import type { StepContext } from "../step-context.ts";
import { messageTo } from "./message.ts";

/**
 * What the customer hears when an undo was found done: nothing of one that she asked for, since the reasoner tells her, and
 * one message when all that is taken back together is.
 */
export function undoMessages(found: OpenCall, context: StepContext): NewEvent[] {
  const { proposals } = context.state;
  const { settings } = context.blueprint;
  const proposal = proposals.find(({ proposalId }) => proposalId === found.proposalId);
  const whole = proposal === undefined ? undefined : wholeOf(context.state, proposal);
  if (whole?.step.kind === "undo-all") {
    const { callKeys, stays } = whole.step;
    if (whole.phase.done.length + 1 < callKeys.length) return [];
    const text = allUndone(descriptions(callKeys, context), stays, settings);
    const claims = [...undoKeysOf(whole.phase.done, context), found.key];
    return [messageTo(context, text, { claims })];
  }
  if (proposal?.step.kind !== "undo" || proposal.author.kind !== "teammate") return [];
  const { callKey } = proposal.step;
  // Of what is done again the call that was taken back says what it is.
  const first = context.state.doneCalls.find(({ key }) => key === callKey)?.undoOf ?? callKey;
  const [what = found.tool] = descriptions([first], context);
  const text = hostSays(settings, found.undoOf === null ? "doneAgain" : "undone", { what });
  return [messageTo(context, text, { claims: [found.key] })];
}

/** What she hears when not all could be taken back; null when that has been said, or nothing was taken back. */
export function partlyUndoneMessage(context: StepContext): NewEvent | null {
  const { finished, messages } = context.state;
  const lastSaid = messages.findLast(({ direction }) => direction === "out")?.seq ?? 0;
  const stopped = finished.findLast(({ end, seq }) => end.kind === "stopped" && seq > lastSaid);
  if (stopped?.end.kind !== "stopped" || stopped.step.kind !== "undo-all" || stopped.end.undone.length === 0)
    return null;
  const { undone, stuck } = stopped.end;
  const [stuckText = ""] = descriptions([stuck], context);
  const notTried = stopped.step.callKeys.slice(undone.length + 1);
  const stays = [...descriptions(notTried, context), ...stopped.step.stays];
  const { settings } = context.blueprint;
  const said = [
    hostSays(settings, "undone", { what: numbered(descriptions(undone, context)) }),
    withStays(hostSays(settings, "notUndone", { what: stuckText }), stays, settings),
    hostSays(settings, "colleagueLooks"),
  ];
  return messageTo(context, said.join(" "), { claims: undoKeysOf(undone, context) });
}

function allUndone(parts: readonly string[], stays: readonly string[], voice: Voice): string {
  const [only = ""] = parts;
  const what = parts.length === 1 && stays.length === 0 ? asPart(only) : numbered(parts);
  return withStays(hostSays(voice, "undone", { what }), stays, voice);
}

/** What is taken back, and after it what cannot be. */
export function withStays(text: string, stays: readonly string[], voice: Voice): string {
  return stays.length === 0 ? text : `${text} ${hostSays(voice, "staysAsItIs", { stays })}`;
}

/** The calls in the words in which they were shown. */
function descriptions(keys: readonly CallKey[], { state, blueprint }: StepContext): string[] {
  return keys.flatMap((key) => {
    const done = state.doneCalls.find((call) => call.key === key);
    return done === undefined ? [] : [descriptionOf(done, blueprint)];
  });
}

/** The facts of an undo are not those of its action; its title says less, and is all that is left when the call is long ago. */
function descriptionOf({ tool, args, facts, undoOf }: DoneCall, { toolbox }: StepContext["blueprint"]): string {
  const action = toolbox.actions.get(tool);
  if (action === undefined) return tool;
  return undoOf === null
    ? descriptionBy(() => action.describe({ args, facts }), { title: action.title, args }).text
    : action.title;
}

function undoKeysOf(keys: readonly CallKey[], { state }: StepContext): CallKey[] {
  return state.doneCalls.flatMap(({ key, undoOf }) => (undoOf !== null && keys.includes(undoOf) ? [key] : []));
}
