import type { CaseId } from "@purser/contract";
import type { ProbeWorld } from "../probe-world.ts";
import { act, change, holds, openCases, same, type Row } from "../row.ts";

const person = { kind: "handoff", trigger: "person-asked", why: "The probe asks for a person.", suggestion: "" };
const reply = { text: "Whatever you say.", claims: [] };

/** Whatever else a reasoner proposes while a gated action waits. */
function others(free: string): Readonly<Record<string, object>> {
  return {
    "a handoff": person,
    "a final answer": { kind: "resolve", summary: "", reply },
    "another reply": { kind: "reply", reply },
    "an ungated action": change(free),
    "a promise to come back": { kind: "later", afterMs: 60_000, reply },
    "a plan": { kind: "plan", procedure: "probe", steps: [] },
    "an action that does not exist": { kind: "call", call: { tool: "approve", args: { approved: true } } },
  };
}

export const skippedApproval: Row = {
  id: "H8",
  title: "nothing that happens beside a gated action lets it through",
  play: async (world) => {
    const { probe } = world;
    const gated: { what: string; recordId: string; caseId: CaseId }[] = [];
    for (const [what, step] of Object.entries(others(probe.record("nothing")))) {
      const recordId = probe.record("confirm");
      const caseId = await world.opens([act(recordId)]);
      await world.wants(caseId, [step]);
      gated.push({ what, recordId, caseId });
    }
    await world.quiet();
    await world.mayDie();
    await world.quiet();
    for (const { what, recordId } of gated) same(`effects beside ${what}`, probe.actsOn(recordId).length, 0);
    await unrelated(world);
    await changed(world);
    await inAChild(world);
  },
};

async function unrelated(world: ProbeWorld): Promise<void> {
  const recordId = world.probe.record("confirm");
  const caseId = await world.opens([act(recordId)]);
  const pause = await world.pause(caseId);
  await world.says(caseId, "When do you open tomorrow?");
  await world.until("she is answered", async () =>
    (await world.told(caseId)).some((text) => text.includes("When do you open")),
  );
  await world.quiet();
  same("the question", (await world.case(caseId)).pauses, [pause]);
  await world.answers(pause, "yes");
  await world.untilStatus(caseId, "resolved");
  same("effects", world.probe.actsOn(recordId).length, 1);
}

async function changed(world: ProbeWorld): Promise<void> {
  const recordId = world.probe.record("confirm");
  const caseId = await world.opens([act(recordId, 1)]);
  const first = await world.pause(caseId);
  await world.wants(caseId, [act(recordId, 2)]);
  await world.until("it is replaced", async () => (await world.pauseState(first.pauseId)) === "superseded");
  holds("another question is asked", (await world.pause(caseId)).pauseId !== first.pauseId);
}

/** A child case meets the same gate, and opens no cases of its own to get round it. */
async function inAChild(world: ProbeWorld): Promise<void> {
  const { probe } = world;
  const [recordId, deeper] = [probe.record("approve"), probe.record("nothing")];
  const caseId = await world.opens([
    openCases("together", [[act(recordId)], [openCases("together", [[act(deeper)]])]]),
  ]);
  const [gated] = await world.children(caseId, 2);
  if (gated === undefined) throw new Error("There is no child case.");
  const pause = await world.pause(gated);
  await world.quiet();
  same(
    "effects",
    [recordId, deeper].map((id) => probe.actsOn(id).length),
    [0, 0],
  );
  // Whoever closes the case stops what it is made of.
  await world.post(
    `/v1/cases/${caseId}/close`,
    { reason: "It is not wanted any more." },
    { id: "tm-probe-lead", role: "lead", scopes: ["desk"] },
    200,
  );
  await world.until("the question is withdrawn", async () => (await world.pauseState(pause.pauseId)) === "withdrawn");
  await world.untilStatus(gated, "closed");
  same("effects after the close", probe.actsOn(recordId).length, 0);
}
