import type { Surface } from "@purser/contract";
import type { ProbeWorld } from "../probe-world.ts";
import { act, holds, same, type Row } from "../row.ts";

export const approvedNeverRun: Row = {
  id: "H5",
  title: "what is approved is done once or says why not; what is declined is never done",
  play: async (world) => {
    for (const surface of surfaces) await fromSurface(world, surface);
    await diesBetween(world, "hangs-before");
    await diesBetween(world, "hangs-after");
    await cannotBeDone(world);
    await declined(world);
    for (const surface of ["chat", "mail-link"] as const) await declinedFrom(world, surface);
  },
};

const surfaces = ["api", "cli", "console", "chat", "mail-link"] as const;

/** Teammates approve; what a button in the chat answers is the customer's to confirm. */
function recordFor(world: ProbeWorld, surface: Surface): string {
  return world.probe.record(surface === "chat" ? "confirm" : "approve");
}

async function fromSurface(world: ProbeWorld, surface: Surface): Promise<void> {
  const recordId = recordFor(world, surface);
  const caseId = await world.opens([act(recordId)]);
  const pause = await world.pause(caseId);
  await world.mayDie();
  same("the answer", await world.answerFrom(surface, pause, "yes"), 200);
  await world.untilStatus(caseId, "resolved");
  same("a second answer", await world.answerFrom(surface, pause, "yes"), 409);
  same(
    "state and effects",
    [await world.pauseState(pause.pauseId), world.probe.actsOn(recordId).length],
    ["consumed", 1],
  );
  const from = (await world.events(caseId)).flatMap((event) =>
    event.kind === "pause.answered" ? [event.body.surface] : [],
  );
  same("where the answer came from", from, [surface]);
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

/** Also when a yes comes after it, from the same place. */
async function declinedFrom(world: ProbeWorld, surface: Surface): Promise<void> {
  const recordId = recordFor(world, surface);
  const caseId = await world.opens([act(recordId)]);
  const pause = await world.pause(caseId);
  same("the no", await world.answerFrom(surface, pause, "no"), 200);
  await world.mayDie();
  same("the yes after it", await world.answerFrom(surface, pause, "yes"), 409);
  world.probe.change(recordId, { asks: "nothing" });
  await world.quiet();
  same("effects", world.probe.actsOn(recordId).length, 0);
}
