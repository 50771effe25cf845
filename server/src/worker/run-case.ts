import { decide } from "../cases/decide.ts";
import type { LeasedCase } from "../cases/case-store.ts";
import { CaseSession } from "./case-session.ts";
import { perform } from "./perform.ts";
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
    if (session.state.owner.kind === "agent") session.add(handedOver(cannotRun ?? "", world));
    await session.commit({ wakeAt: null });
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

function handedOver(why: string, world: World): StepResult {
  const packet = {
    why,
    wants: "",
    known: [],
    done: [],
    open: [],
    suggestion: "Read the log and finish the case by hand.",
  };
  return { events: [{ kind: "handoff.made", body: { handoffId: world.id("hand"), queue: "default", packet } }] };
}
