import { expect, test } from "vitest";
import { asksAgain } from "../../server/src/cases/yes-or-no.ts";
import { proposeAgain } from "../../server/src/conversations/pauses/propose-again.ts";
import { takeOver } from "../../server/src/conversations/teammate-work.ts";
import { lead, otherLead, PauseWorld, type Person, refusalOf, teammate } from "./pause-world.ts";

type Pause = Awaited<ReturnType<PauseWorld["pause"]>>;

function again(world: PauseWorld, pause: Pause, by: Person): Promise<unknown> {
  const giver = { kind: "teammate" as const, ...by, authenticated: "session", surface: "console" as const };
  return proposeAgain(pause.pauseId, giver, world.simulation.desk);
}

test("“yes, again” after a question has expired asks it anew, under a digest of its own, and a yes to that does it once", async () => {
  const world = await PauseWorld.open("confirm");
  const first = await world.pause();
  await world.pass(25);
  expect(await world.pauseState(first.pauseId)).toBe("expired");
  await world.says("Yes, again please!");
  await world.pass();
  const second = await world.pause();
  expect([second.pauseId, second.digest, second.proposalId]).not.toEqual(
    expect.arrayContaining([first.pauseId, first.digest, first.proposalId]),
  );
  expect(second.shown).toEqual(first.shown);
  expect(world.refunds).toEqual([]);
  await world.says("yes");
  await world.pass();
  expect(world.refunds).toHaveLength(1);
  expect((await world.now()).state.lifecycle).toBe("resolved");
  await world.says("yes, again");
  await world.pass();
  expect(world.refunds).toHaveLength(1);
  expect(await world.violations()).toEqual([]);
});

test("what is proposed again is judged over facts read anew", async () => {
  const world = await PauseWorld.open("confirm");
  await world.pause();
  await world.pass(25);
  // Somebody gives the money back by hand meanwhile, so there is nothing left to refund.
  world.refundsByHand();
  await world.says("yes, again");
  await world.pass();
  const { state } = await world.now();
  expect(state.pauses).toEqual([]);
  const verdicts = (await world.events()).flatMap((event) =>
    event.kind === "proposal.judged" ? [event.body.judgement.verdict.kind] : [],
  );
  expect(verdicts[0]).toBe("confirm");
  expect(verdicts.at(-1)).toBe("deny");
  expect(await world.violations()).toEqual([]);
});

test("a late approver proposes it again as their own once people have the case, and another approves it", async () => {
  const world = await PauseWorld.open("confirm-then-approve");
  await world.says("yes");
  await world.pass();
  const first = await world.pause();
  expect(await refusalOf(again(world, first, lead))).toBe("PUR-4060");
  await world.pass(25);
  expect((await world.now()).row.status).toBe("handed-off");
  expect(await refusalOf(again(world, first, teammate))).toBe("PUR-4004");
  await again(world, first, lead);
  // The same wish twice is one proposal.
  await again(world, first, lead);
  await world.pass();
  const confirm = await world.pause();
  expect(confirm.mayAnswer).toEqual({ kind: "customer" });
  await world.says("yes");
  await world.pass();
  const second = await world.pause();
  expect(await refusalOf(world.answers(second, "yes", lead))).toBe("PUR-4004");
  expect(await refusalOf(world.answers(second, "yes", otherLead))).toBe("");
  await world.pass();
  expect(world.refunds).toHaveLength(1);
  expect(await world.violations()).toEqual([]);
});

test("of a case that somebody has only they propose it again", async () => {
  const world = await PauseWorld.open("confirm-then-approve");
  await world.says("yes");
  await world.pass();
  const first = await world.pause();
  await world.pass(25);
  await takeOver(world.caseId, otherLead, world.simulation.desk);
  expect(await refusalOf(again(world, first, lead))).toBe("PUR-4060");
  expect(await refusalOf(again(world, first, otherLead))).toBe("");
});

test("only a plain wish is one", () => {
  for (const text of ["yes, again", "Yes again!", "ok, please ask me again", "sure, do it again please"])
    expect([text, asksAgain(text)]).toEqual([text, true]);
  for (const text of ["yes", "again", "not again", "yes, and again a question", "no, not again", "yes, against it"])
    expect([text, asksAgain(text)]).toEqual([text, false]);
});
