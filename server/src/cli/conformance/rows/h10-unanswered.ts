import { type CaseId, type Pause, deadlineActionSchema, epochMsOf } from "@purser/contract";
import { hours } from "@purser/kit";
import { z } from "zod";
import { channel, codeOf, type ProbeWorld, teammate } from "../probe-world.ts";
import { act, change, holds, same, type Row } from "../row.ts";

export const unanswered: Row = {
  id: "H10",
  title: "an unanswered pause ends at its deadline, and blocks nothing until then",
  play: async (world) => {
    same("an approval as a deadline's action", deadlineActionSchema.options.map(String).includes("approve"), false);
    await expires(world, "confirm", "waiting");
    await expires(world, "approve", "handed-off");
    await isPassedOn(world);
    await blocksNothing(world);
  },
};

async function expires(
  world: ProbeWorld,
  asks: "confirm" | "approve",
  becomes: "waiting" | "handed-off",
): Promise<void> {
  const recordId = world.probe.record(asks);
  const caseId = await world.opens([act(recordId)]);
  const pause = await world.pause(caseId);
  const told = (await world.told(caseId)).length;
  await world.mayDie();
  await pass(world, pause);
  await world.until("it has expired", async () => (await world.pauseState(pause.pauseId)) === "expired");
  await world.untilStatus(caseId, becomes);
  const kinds = (await world.events(caseId)).map(({ kind }) => kind);
  same(
    "expired and answered",
    [kinds.filter((kind) => kind === "pause.expired").length, kinds.includes("pause.answered")],
    [1, false],
  );
  holds("she hears of it", (await world.told(caseId)).length > told);
  const late = await world.answer(pause, "yes");
  same("an answer after that", codeOf(late), "PUR-4002");
  same("effects", world.probe.actsOn(recordId).length, 0);
  if (asks === "confirm") await isProposedAgain(world, caseId, recordId, { pause, late });
}

/** The refusal offers to propose it anew: nothing of the late answer counts, and the facts are those of now. */
async function isProposedAgain(
  world: ProbeWorld,
  caseId: CaseId,
  recordId: string,
  { pause, late }: { pause: Pause; late: Awaited<ReturnType<ProbeWorld["answer"]>> },
): Promise<void> {
  const path = offerSchema.safeParse(late.body).data?.offer.path ?? "";
  same("what is offered", path, `/v1/pauses/${pause.pauseId}/propose-again`);
  world.probe.change(recordId, { asks: "approve" });
  await world.mayDie();
  const taken = await Promise.all([1, 2].map(() => world.ask("POST", path, { as: "customer" }, channel)));
  same("the offer, taken twice", [taken.map(({ status }) => status), taken[0]?.body], [[201, 201], taken[1]?.body]);
  const anew = await world.pause(caseId);
  holds("it is another question", anew.pauseId !== pause.pauseId && anew.digest !== pause.digest);
  same("whom it asks now", anew.mayAnswer.kind, "teammate");
  same("effects before that is answered", world.probe.actsOn(recordId).length, 0);
  await world.answers(anew, "yes");
  await world.untilStatus(caseId, "resolved");
  same("effects of what was proposed again", world.probe.actsOn(recordId).length, 1);
}

const offerSchema = z.object({ offer: z.object({ path: z.string() }) });

/** A question that a teammate may answer is laid before a lead, and declined when nobody answers that either. */
async function isPassedOn(world: ProbeWorld): Promise<void> {
  const recordId = world.probe.record("teammate");
  const caseId = await world.opens([change(recordId)]);
  const pause = await world.pause(caseId);
  same("who may answer", pause.mayAnswer, { kind: "teammate", role: "teammate" });
  await world.clock.advance(hours(2) + 1_000);
  await world.until("it is laid before a lead", async () => {
    const [open] = (await world.case(caseId)).pauses;
    return open?.mayAnswer.kind === "teammate" && open.mayAnswer.role === "lead";
  });
  const laid = await world.pause(caseId);
  same("the question", [laid.pauseId, laid.digest], [pause.pauseId, pause.digest]);
  same("a teammate's answer", codeOf(await world.answer(laid, "yes", teammate)), "PUR-4004");
  await pass(world, laid);
  await world.until("it has expired", async () => (await world.pauseState(laid.pauseId)) === "expired");
  await world.untilStatus(caseId, "waiting");
  same("effects", world.probe.actsOn(recordId).length, 0);
}

/** Past the deadline, whatever the blueprint has set. */
async function pass(world: ProbeWorld, { expiresAt }: Pause): Promise<void> {
  await world.clock.advance(epochMsOf(expiresAt) - world.clock.nowMs() + 1_000);
}

/** While it waits she may ask for something else, or for a person, and a client that gives up changes nothing. */
async function blocksNothing(world: ProbeWorld): Promise<void> {
  const [recordId, free] = [world.probe.record("confirm"), world.probe.record("nothing")];
  const caseId = await world.opens([act(recordId)]);
  const pause = await world.pause(caseId);
  const response = await world.stream(`/v1/cases/${caseId}/events`, channel, "GET", undefined, "text/event-stream");
  await response.body?.cancel();
  const own = await world.opens([act(free)]);
  await world.untilStatus(own, "resolved");
  await world.clock.advance(hours(1));
  await world.quiet();
  same("the question", (await world.pause(caseId)).pauseId, pause.pauseId);
  const row = await world.deployment.store.readCase(world.deployment.tenant, caseId);
  same("what holds it", row?.isRunnable, false);
  await world.wants(caseId, [{ kind: "handoff", trigger: "person-asked", why: "She wants a person.", suggestion: "" }]);
  await world.untilStatus(caseId, "handed-off");
  same("the question after that", await world.pauseState(pause.pauseId), "withdrawn");
}
