import type { CaseId } from "@purser/contract";
import type { ProbeWorld } from "../probe-world.ts";
import { act, holds, openCases, same, type Row } from "../row.ts";

/** The key of a call that nobody has made. */
const noCall = "0".repeat(52);

export const reportedDone: Row = {
  id: "H11",
  title: "what waits is reported as waiting, everywhere, until it is done",
  play: async (world) => {
    await inParentAndChild(world);
    await claimedByWords(world);
  },
};

async function inParentAndChild(world: ProbeWorld): Promise<void> {
  const recordId = world.probe.record("confirm");
  const caseId = await world.opens([openCases("together", [[act(recordId)]])]);
  const [child] = await world.children(caseId, 1);
  if (child === undefined) throw new Error("There is no child case.");
  const pause = await world.pause(child);
  await reported(world, [caseId, child]);
  // Neither words nor a resolution that the reasoner wants make it done.
  await world.wants(caseId, [{ kind: "resolve", summary: "It is done.", reply: null }]);
  await world.quiet();
  await reported(world, [caseId, child]);
  same("resolutions", (await world.events(caseId)).filter(({ kind }) => kind === "case.resolved").length, 0);
  await world.answers(pause, "yes");
  await world.untilStatus(child, "resolved");
  await world.quiet();
  same("effects", world.probe.actsOn(recordId).length, 1);
}

async function reported(world: ProbeWorld, cases: readonly CaseId[]): Promise<void> {
  const { store, tenant } = world.deployment;
  for (const caseId of cases) {
    const listed = await store.listCases({ tenant, status: "waiting", customerId: null, after: null, limit: 1_000 });
    const why = await world.ask("GET", `/v1/cases/${caseId}/why`);
    const view = await world.case(caseId);
    same(
      "what each surface says",
      [view.status, why.body["status"], listed.rows.some((row) => row.caseId === caseId)],
      ["waiting", "waiting", true],
    );
  }
}

/** A reply that speaks of an effect which nobody has found is not sent. */
async function claimedByWords(world: ProbeWorld): Promise<void> {
  const recordId = world.probe.record("approve");
  const caseId = await world.opens([act(recordId)]);
  const pause = await world.pause(caseId);
  const boast = "Your money is on its way!";
  await world.wants(caseId, [{ kind: "reply", reply: { text: boast, claims: [noCall] } }]);
  await world.until(
    "the true state is told",
    async () => (await world.told(caseId)).length > 1 && !(await world.case(caseId)).isRunnable,
  );
  await world.quiet();
  holds("the claim is not sent", !(await world.told(caseId)).includes(boast));
  same(
    "status and question",
    [(await world.case(caseId)).status, (await world.pause(caseId)).pauseId],
    ["waiting", pause.pauseId],
  );
}
