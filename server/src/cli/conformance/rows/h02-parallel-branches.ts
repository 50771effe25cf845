import type { CaseId, Surface } from "@purser/contract";
import { codeOf, type ProbeWorld } from "../probe-world.ts";
import { act, openCases, read, same, type Row } from "../row.ts";

export const parallelBranches: Row = {
  id: "H2",
  title: "parallel branches resume each by itself and join once",
  play: async (world) => {
    await oneAfterTheOther(world);
    for (const surface of ["api", "chat", "mail-link"] as const) await atTheSameInstant(world, surface);
    await fromTwoPlaces(world);
  },
};

/** Two of three branches wait, for a teammate where a mail is to answer, else for the customer. */
async function branches(world: ProbeWorld, surfaces: readonly [Surface, Surface] = ["api", "api"]) {
  const { probe } = world;
  const [one, two] = [recordFor(world, surfaces[0]), recordFor(world, surfaces[1])];
  const [free, readOne, readTwo, after] = [1, 2, 3, 4].map(() => probe.record("nothing"));
  if (free === undefined || readOne === undefined || readTwo === undefined || after === undefined)
    throw new Error("No records.");
  const caseId = await world.opens([
    openCases("together", [[read(readOne), act(one)], [read(free)], [read(readTwo), act(two)]]),
    read(after),
  ]);
  const [first, finished, second] = await world.children(caseId, 3);
  if (first === undefined || finished === undefined || second === undefined) throw new Error("Not three child cases.");
  await world.untilStatus(finished, "resolved");
  return { caseId, first, second, one, two, free, readOne, readTwo, after };
}

async function oneAfterTheOther(world: ProbeWorld): Promise<void> {
  const { probe } = world;
  const { caseId, first, second, one, two, free, readOne, readTwo, after } = await branches(world);
  const [pauseOne, pauseTwo] = [await world.pause(first), await world.pause(second)];
  await world.answers(pauseOne, "yes");
  await world.untilStatus(first, "resolved");
  await world.quiet();
  same("effects", [probe.actsOn(one).length, probe.actsOn(two).length], [1, 0]);
  same(
    "the other branch and the whole",
    [(await world.case(second)).status, (await world.case(caseId)).status],
    ["waiting", "waiting"],
  );
  same("the other's question", (await world.pause(second)).pauseId, pauseTwo.pauseId);
  same("after the join", probe.readsOf(after), 0);
  same("a second answer", codeOf(await world.answer(pauseOne, "yes")), "PUR-4003");
  await world.answers(pauseTwo, "yes");
  await joined(world, caseId);
  same(
    "executions",
    [free, readOne, readTwo].map((id) => probe.readsOf(id)),
    [1, 1, 1],
  );
}

function recordFor({ probe }: ProbeWorld, surface: Surface): string {
  return probe.record(surface === "mail-link" ? "approve" : "confirm");
}

/** The customer presses a button while a lead sends the form of a mail. */
function fromTwoPlaces(world: ProbeWorld): Promise<void> {
  return atTheSameInstant(world, "chat", "mail-link");
}

async function atTheSameInstant(world: ProbeWorld, surface: Surface, otherSurface = surface): Promise<void> {
  const { probe } = world;
  const { caseId, first, second, one, two, free } = await branches(world, [surface, otherSurface]);
  const [pauseOne, pauseTwo] = [await world.pause(first), await world.pause(second)];
  await world.mayDie();
  world.races += 1;
  const both = await Promise.all([
    world.answerFrom(surface, pauseOne, "yes"),
    world.answerFrom(otherSurface, pauseTwo, "yes"),
  ]);
  same("both answers", both, [200, 200]);
  await joined(world, caseId);
  same("effects", [probe.actsOn(one).length, probe.actsOn(two).length], [1, 1]);
  same(
    "executions",
    [free].map((id) => probe.readsOf(id)),
    [1],
  );
}

/** Once, with all three outputs, in the order in which they were declared. */
async function joined(world: ProbeWorld, caseId: CaseId): Promise<void> {
  await world.untilStatus(caseId, "resolved");
  const events = await world.events(caseId);
  const ended = events.flatMap((event) => (event.kind === "child.ended" ? [event.body] : []));
  const opened = events.flatMap((event) => (event.kind === "child.opened" ? [event.body] : []));
  const { children } = await world.case(caseId);
  same("ends", [ended.length, new Set(ended.map(({ childId }) => childId)).size], [3, 3]);
  same(
    "order",
    children.map((child) => child.caseId),
    opened.map(({ childId }) => childId),
  );
  same("readings after the join", events.filter(({ kind }) => kind === "facts.read").length, 1);
  same("questions", events.filter(({ kind }) => kind === "pause.opened").length, 0);
}
