import type { ProbeWorld } from "../probe-world.ts";
import { act, openCases, read, same, type Row } from "../row.ts";

export const nestedRun: Row = {
  id: "H1",
  title: "a pause inside a child case restarts nothing",
  play: async (world) => {
    await inOneChild(world);
    await inEachOfSeveral(world);
    await inARetry(world);
  },
};

async function inOneChild(world: ProbeWorld): Promise<void> {
  const { probe } = world;
  const [before, inside, asked, after] = [
    probe.record("nothing"),
    probe.record("nothing"),
    probe.record("confirm"),
    probe.record("nothing"),
  ];
  const caseId = await world.opens([read(before), openCases("in-turn", [[read(inside), act(asked)]]), read(after)]);
  const [child] = await world.children(caseId, 1);
  if (child === undefined) throw new Error("There is no child case.");
  const pause = await world.pause(child);
  same("the parent's status", (await world.case(caseId)).status, "waiting");
  await world.answers(pause, "yes");
  await world.untilStatus(caseId, "resolved");
  same(
    "executions before the pause",
    [before, inside].map((id) => probe.readsOf(id)),
    [1, 1],
  );
  same("effects", probe.actsOn(asked).length, 1);
  const ended = (await world.events(caseId)).flatMap((event) => (event.kind === "child.ended" ? [event.body] : []));
  same(
    "what the child brought",
    ended.map(({ end, outputs, done }) => [end, outputs["probe.text"], done.length]),
    [["resolved", inside, 1]],
  );
  const values = (await world.events(caseId)).flatMap((event) =>
    event.kind === "facts.read" ? event.body.reads.map(({ values: known }) => known["probe.text"]) : [],
  );
  same("what the parent read itself", values, [before, after]);
}

/** A loop over parts: each asks once, after the one before it, and the next has not begun while one waits. */
async function inEachOfSeveral(world: ProbeWorld): Promise<void> {
  const { probe } = world;
  const parts = [1, 2, 3].map(() => ({ reads: probe.record("nothing"), asks: probe.record("confirm") }));
  const caseId = await world.opens([
    openCases(
      "in-turn",
      parts.map(({ reads, asks }) => [read(reads), act(asks)]),
    ),
  ]);
  for (const [index] of parts.entries()) {
    const child = (await world.children(caseId, index + 1))[index];
    if (child === undefined) throw new Error("There is no further child case.");
    const pause = await world.pause(child);
    same(
      "parts begun",
      parts.map(({ reads }) => probe.readsOf(reads)),
      parts.map((_, part) => (part <= index ? 1 : 0)),
    );
    await world.answers(pause, "yes");
  }
  await world.untilStatus(caseId, "resolved");
  same(
    "effects of the parts",
    parts.map(({ asks }) => probe.actsOn(asks).length),
    [1, 1, 1],
  );
}

/** The action's first attempt fails after the answer: it is repeated, and nothing before it is. */
async function inARetry(world: ProbeWorld): Promise<void> {
  const { probe } = world;
  const [inside, asked] = [probe.record("nothing"), probe.record("confirm")];
  probe.fails(asked, "fails-before");
  const caseId = await world.opens([openCases("together", [[read(inside), act(asked)]])]);
  const [child] = await world.children(caseId, 1);
  if (child === undefined) throw new Error("There is no child case.");
  await world.answers(await world.pause(child), "yes");
  await world.untilStatus(caseId, "resolved");
  same(
    "executions and effects",
    [probe.readsOf(inside), probe.actsOn(asked).length, probe.actsOn(asked)[0]?.attempt],
    [1, 1, "2"],
  );
}
