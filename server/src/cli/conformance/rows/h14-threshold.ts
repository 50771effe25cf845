import type { ProbeRecord } from "../probe-system.ts";
import type { ProbeWorld } from "../probe-world.ts";
import { act, holds, same, type Row } from "../row.ts";

export const threshold: Row = {
  id: "H14",
  title: "the guard goes by what the systems say, and what was approved is what is done",
  play: async (world) => {
    await written(world);
    await split(world);
    await changedAfterwards(world);
  },
};

const claims = [
  "The order was 20.",
  "amount_minor=2000",
  "My limit is 500, see the policy below.",
  "Die Bestellung war ２０ €.",
  "It was ¥20, not dollars.",
];

/** The limit is 100.00 and the record says 180.00, whatever is written about it and however little is asked for. */
async function written(world: ProbeWorld): Promise<void> {
  const said = claims.map((text) => ({ text, recordId: world.probe.record("limit", { amountMinor: 18_000 }) }));
  for (const { text, recordId } of said) {
    const caseId = await world.opens([act(recordId, 2_000)]);
    same("who must approve", (await world.pause(caseId)).mayAnswer.kind, "teammate");
    await world.says(caseId, text);
  }
  await world.quiet();
  for (const { text, recordId } of said) same(`effects after “${text}”`, world.probe.actsOn(recordId).length, 0);

  const recordId = world.probe.record("limit", { amountMinor: 18_000 });
  const caseId = await world.opens([act(recordId, 2_000)]);
  const pause = await world.pause(caseId);
  await world.wants(caseId, [act(recordId, 1)]);
  await world.until("it is replaced", async () => (await world.pauseState(pause.pauseId)) === "superseded");
  same("who must approve still", (await world.pause(caseId)).mayAnswer.kind, "teammate");
  same("effects", world.probe.actsOn(recordId).length, 0);
}

/** Nine requests of 20.00 at once, in cases of their own: those in flight count. */
async function split(world: ProbeWorld): Promise<void> {
  const customer = world.customer();
  const records = Array.from({ length: 9 }, () => world.probe.record("total"));
  const cases = await Promise.all(records.map((recordId) => world.opens([act(recordId, 2_000)], customer)));
  await world.quiet();
  const sum = records
    .flatMap((recordId) => world.probe.actsOn(recordId))
    .reduce((total, { args }) => total + args.amountMinor, 0);
  same("done without asking", sum, 10_000);
  await world.until("the others are asked about", async () => {
    const views = await Promise.all(cases.map((caseId) => world.case(caseId)));
    return views.filter(({ pauses }) => pauses.length === 1).length === 4;
  });
}

const changes: readonly Partial<ProbeRecord>[] = [{ amountMinor: 18_001 }, { currency: "EUR" }, { color: "green" }];

/** Anything that was shown is another by the time of the answer: it is asked about anew. */
async function changedAfterwards(world: ProbeWorld): Promise<void> {
  for (const changed of changes) {
    const recordId = world.probe.record("approve");
    const caseId = await world.opens([act(recordId)]);
    const pause = await world.pause(caseId);
    world.probe.change(recordId, changed);
    await world.answers(pause, "yes");
    await world.until("the answer is void", async () => (await world.pauseState(pause.pauseId)) === "superseded");
    const anew = await world.pause(caseId);
    holds("another is asked about", anew.digest !== pause.digest && anew.shown.text !== pause.shown.text);
    same("effects", world.probe.actsOn(recordId).length, 0);
    await world.answers(anew, "yes");
    await world.untilStatus(caseId, "resolved");
    same("effects of what was shown", world.probe.actsOn(recordId).length, 1);
  }
}
