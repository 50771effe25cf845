import { publish } from "../../../conversations/versions/publish.ts";
import { lead, type ProbeWorld } from "../probe-world.ts";
import { act, change, holds, same, type Row } from "../row.ts";

export const deploy: Row = {
  id: "H9",
  title: "a deploy during the wait changes neither what was asked nor what is allowed",
  play: async (world) => {
    try {
      await acrossVersions(world);
      await looser(world);
      await published(world);
    } finally {
      await world.deploy("as-it-is");
    }
  },
};

/** Before a version is published the cases that wait under older ones are listed; one of them may be given to people. */
async function published(world: ProbeWorld): Promise<void> {
  const recordId = world.probe.record("confirm");
  const caseId = await world.opens([act(recordId)]);
  const pause = await world.pause(caseId);
  const { to, older } = await world.olderThan("next");
  const own = older.map((each) => ({ ...each, cases: each.cases.filter((waiting) => waiting.caseId === caseId) }));
  const listed = own.flatMap(({ cases }) => cases.flatMap(({ pauses }) => pauses.map(({ pauseId }) => pauseId)));
  same("what waits", listed, [pause.pauseId]);
  same("the question, once it is listed", (await world.pause(caseId)).digest, pause.digest);
  const mapping = { procedures: {}, tools: {} };
  const wish = { older: own, wish: "hand-off" as const, mapping, by: lead.id, why: "" };
  same("given to people", (await publish(to, wish, world.deployment.desk)).handedOff, 1);
  await world.untilStatus(caseId, "handed-off");
  same("effects", world.probe.actsOn(recordId).length, 0);
}

async function acrossVersions(world: ProbeWorld): Promise<void> {
  const { probe } = world;
  const [kept, forbidden, removed] = [
    probe.record("confirm"),
    probe.record("confirm", { color: "red" }),
    probe.record("confirm"),
  ];
  const keptCase = await world.opens([act(kept, 300)]);
  const forbiddenCase = await world.opens([act(forbidden)]);
  const removedCase = await world.opens([change(removed)]);
  const cases = [keptCase, forbiddenCase, removedCase];
  const pauses = await Promise.all(cases.map((caseId) => world.pause(caseId)));
  const before = await Promise.all(cases.map((caseId) => world.case(caseId)));
  await world.deploy("next");
  same("pauses after the deploy", await Promise.all(cases.map((caseId) => world.pause(caseId))), pauses);
  for (const pause of pauses) same("the answer", (await world.answer(pause, "yes")).status, 200);

  await world.untilStatus(keptCase, "resolved");
  same(
    "what was done",
    probe.actsOn(kept).map(({ args }) => args.amountMinor),
    [300],
  );
  same("the version that it ran under", (await world.case(keptCase)).blueprintHash, before[0]?.blueprintHash);
  await world.until("the stricter version refuses", async () =>
    ((await world.told(forbiddenCase)).at(-1) ?? "").includes("The record is closed."),
  );
  await world.untilStatus(removedCase, "handed-off");
  same(
    "effects of the others",
    [forbidden, removed].map((id) => probe.actsOn(id).length),
    [0, 0],
  );
  holds("whoever gets it knows why", (await packetOf(world, removedCase)).why.length > 0);
}

/** What the newer version no longer asks for is still asked for: the stricter of the two counts. */
async function looser(world: ProbeWorld): Promise<void> {
  await world.deploy("as-it-is");
  const recordId = world.probe.record("approve");
  const caseId = await world.opens([act(recordId)]);
  const pause = await world.pause(caseId);
  await world.deploy("next");
  await world.says(caseId, "Is it done?");
  await world.until("she is answered", async () =>
    (await world.told(caseId)).some((text) => text.includes("Is it done")),
  );
  same("effects without an answer", world.probe.actsOn(recordId).length, 0);
  same("the answer", (await world.answer(pause, "yes")).status, 200);
  await world.untilStatus(caseId, "resolved");
  same("effects", world.probe.actsOn(recordId).length, 1);
}

async function packetOf(world: ProbeWorld, caseId: Parameters<ProbeWorld["events"]>[0]) {
  const [handed] = (await world.events(caseId)).flatMap((event) =>
    event.kind === "handoff.made" ? [event.body.packet] : [],
  );
  if (handed === undefined) throw new Error("Nobody got the case.");
  return handed;
}
