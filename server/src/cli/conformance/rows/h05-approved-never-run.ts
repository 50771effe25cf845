import type { ProbeWorld } from "../probe-world.ts";
import { act, holds, same, type Row } from "../row.ts";

export const approvedNeverRun: Row = {
  id: "H5",
  title: "what is approved is done once or says why not; what is declined is never done",
  play: async (world) => {
    for (const surface of ["api", "cli", "console"]) await fromSurface(world, surface);
    await diesBetween(world, "hangs-before");
    await diesBetween(world, "hangs-after");
    await cannotBeDone(world);
    await declined(world);
  },
};

async function fromSurface(world: ProbeWorld, surface: string): Promise<void> {
  const recordId = world.probe.record("approve");
  const caseId = await world.opens([act(recordId)]);
  const pause = await world.pause(caseId);
  await world.mayDie();
  same("the answer", (await world.answer(pause, "yes", undefined, { surface })).status, 200);
  await world.untilStatus(caseId, "resolved");
  same(
    "state and effects",
    [await world.pauseState(pause.pauseId), world.probe.actsOn(recordId).length],
    ["consumed", 1],
  );
  holds("she hears that it is done", (await world.told(caseId)).at(-1) === "All is done.");
}

/** The worker dies in the middle of the call; where none can be killed, the system's answer is what gets lost. */
async function diesBetween(world: ProbeWorld, fault: "hangs-before" | "hangs-after"): Promise<void> {
  const recordId = world.probe.record("approve");
  const caseId = await world.opens([act(recordId)]);
  const pause = await world.pause(caseId);
  world.probe.fails(recordId, world.way === "one-process" ? "fails-before" : fault);
  await world.answers(pause, "yes");
  await world.until("the call is under way", async () => world.probe.isFaultMet(recordId));
  await world.killAtWork();
  await world.untilStatus(caseId, "resolved");
  same(
    "state and effects",
    [await world.pauseState(pause.pauseId), world.probe.actsOn(recordId).length],
    ["consumed", 1],
  );
}

/** By the time of the answer it may not be done any more: the log has the reason, and she hears it. */
async function cannotBeDone(world: ProbeWorld): Promise<void> {
  const recordId = world.probe.record("approve");
  const caseId = await world.opens([act(recordId)]);
  const pause = await world.pause(caseId);
  world.probe.change(recordId, { color: "closed" });
  await world.answers(pause, "yes");
  await world.until("the answer is void", async () => (await world.pauseState(pause.pauseId)) === "superseded");
  await world.quiet();
  same("effects", world.probe.actsOn(recordId).length, 0);
  holds("she hears why", ((await world.told(caseId)).at(-1) ?? "").includes("The record is closed."));
}

async function declined(world: ProbeWorld): Promise<void> {
  const recordId = world.probe.record("approve");
  const caseId = await world.opens([act(recordId)]);
  await world.answers(await world.pause(caseId), "no");
  await world.mayDie();
  // Nobody would have to be asked any more: the rule that asked is gone.
  world.probe.change(recordId, { asks: "nothing" });
  await world.quiet();
  await world.says(caseId, "Hello?");
  await world.quiet();
  same("effects", world.probe.actsOn(recordId).length, 0);
}
