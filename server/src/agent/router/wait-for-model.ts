import { epochMsOf, type Instant, type ProposedStep } from "@purser/contract";
import { hostSays } from "../../blueprint/sentences/host-sentences.ts";
import type { DoneCall } from "../../cases/case-state.ts";
import { doneSoFar } from "../done-so-far.ts";
import type { CaseView } from "../reasoner.ts";

/** After so many seconds the first tries again, then ever later. */
const waits = [30, 60, 120, 300, 600] as const;
/** So often at the most a case tries in the time that it may wait: each try is a thought, and they are counted. */
const tries = 9;

/**
 * The step of a case that no model can be asked about now: to come back to it, or a person once it has waited long enough.
 * What was done and not told to her she is told meanwhile.
 */
export function waitForModel(
  { state, now, blueprint }: CaseView,
  { restMs, trouble, untold }: { restMs: number; trouble: string; untold: readonly DoneCall[] },
): { step: ProposedStep; reason: string } {
  const { waitForModel: longestMs } = blueprint.settings.router;
  const before = state.route?.route === "none" ? state.route : null;
  const waitedMs = before === null ? 0 : msBetween(before.since, now);
  const leftMs = longestMs - waitedMs;
  if (leftMs <= 0) {
    const why = `No model answered for ${Math.round(waitedMs / 60_000)} minutes, and rules alone do not lead on. ${trouble}`;
    const suggestion = "Answer her in person, and say that it took longer than it should have.";
    return { step: { kind: "handoff", trigger: "model-unavailable", why, suggestion }, reason: why };
  }
  const seconds = waits[Math.min(before?.times ?? 0, waits.length - 1)] ?? 0;
  const afterMs = Math.min(leftMs, Math.max(seconds * 1000, restMs, Math.ceil(longestMs / tries)));
  const reply =
    untold.length > 0
      ? doneSoFar(untold, blueprint)
      : before === null
        ? { text: hostSays(blueprint.settings, "waitForModel"), claims: [] }
        : null;
  return { step: { kind: "later", afterMs, reply }, reason: `No model answers now. ${trouble}` };
}

function msBetween(from: Instant, to: Instant): number {
  return epochMsOf(to) - epochMsOf(from);
}
