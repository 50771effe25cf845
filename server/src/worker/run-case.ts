import { defaultQueue } from "@purser/contract";
import { handoffPacket } from "../agent/handoff/packet.ts";
import { hostSays, type Voice } from "../blueprint/sentences/host-sentences.ts";
import { decide, nextWakeAfter } from "../cases/decide.ts";
import type { LeasedCase } from "../cases/case-store.ts";
import { withdrawnPauses } from "../conversations/teammate-work.ts";
import { CaseSession } from "./case-session.ts";
import { perform } from "./perform.ts";
import { messageTo } from "./steps/message.ts";
import type { StepResult } from "./step-result.ts";
import type { World } from "./world.ts";

/** Steps that one lease may take; a case that needs more is given back and goes on in its turn. */
const stepsPerLease = 60;
/** Leases that may end without an orderly end before the case is a person's: it would crash the next worker too. */
const crashesAllowed = 3;

/**
 * Carries one leased case on until it waits: the only loop. It ends without a commit when the case has moved on; the
 * next claim decides anew. `hasSent` says whether it has left something to be delivered to other cases.
 */
export async function runCase(leased: LeasedCase, world: World): Promise<{ hasSent: boolean }> {
  const session = await CaseSession.open(leased, world);
  await carryOn(session, leased, world);
  return session;
}

async function carryOn(session: CaseSession, leased: LeasedCase, world: World): Promise<void> {
  const blueprint = await world.blueprints.pinned(session.state.blueprintHash);
  const cannotRun = whyNotRun(leased, blueprint === null);
  if (blueprint === null || cannotRun !== null) {
    const { owner, calls } = session.state;
    // Who has the case already is told of what was under way.
    if (owner.kind === "agent" || calls.length > 0) {
      // Of a version that is gone nobody knows the words any more.
      const { settings } = blueprint ?? world.blueprints.inForce();
      session.add(await handedOver(cannotRun ?? "", session, settings, world));
    }
    // It is looked up later all the same, and deadlines come, once for each time that is set.
    await session.commit({ wakeAt: blueprint === null ? null : nextWakeAfter(session.state, world.now()) });
    return;
  }
  for (let steps = 0; steps < stepsPerLease; steps += 1) {
    const { state } = session;
    const now = world.now();
    const step = decide(state, now);
    if (step.kind === "wait") {
      await session.commit({ wakeAt: step.until });
      return;
    }
    const result = await perform(step, {
      state,
      now,
      lease: session.lease,
      world,
      blueprint,
      readMessages: () => session.readMessages(),
      readLog: () => session.readLog(),
    });
    session.add(result);
    if (result.commitsFirst === true && !(await session.commit(null))) return;
  }
  await session.commit({ wakeAt: world.now() });
}

function whyNotRun(leased: LeasedCase, isBlueprintGone: boolean): string | null {
  if (isBlueprintGone) return "The blueprint version of this case can no longer be run.";
  return leased.crashes >= crashesAllowed ? `The case ended its worker ${crashesAllowed} times.` : null;
}

/** Nothing can be thought any more; what the log says is given to people, open questions are withdrawn, and she hears who has it now. */
async function handedOver(why: string, session: CaseSession, voice: Voice, world: World): Promise<StepResult> {
  const cause = { trigger: "cannot-run" as const, topic: null, why, suggestion: null };
  const packet = handoffPacket(cause, session.state, await session.readLog(), null);
  const handoffId = world.id("hand");
  const made = { kind: "handoff.made" as const, body: { handoffId, queue: defaultQueue, packet, opensAt: null } };
  const told =
    session.state.lifecycle === "closed" || session.state.owner.kind !== "agent"
      ? []
      : [
          messageTo(
            { state: session.state, world },
            `${hostSays(voice, "handedOff")} ${hostSays(voice, "answeredHere")}`,
          ),
        ];
  return { events: [...withdrawnPauses(session.state, "handoff", why), made, ...told] };
}
