import { describe, expect, test } from "vitest";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { closeCase } from "../../server/src/conversations/end-case.ts";
import { takeOver } from "../../server/src/conversations/teammate-work.ts";
import { larkspurReasoner } from "./larkspur.ts";
import { lead, otherLead, PauseWorld, refusalOf, teammate } from "./pause-world.ts";
import { orderOf, refundText } from "./requests.ts";

describe("a question that nobody answers", () => {
  test("reminds the customer once, then it is off, she hears so, and a late yes does nothing", async () => {
    const world = await PauseWorld.open("confirm");
    const { pauseId } = await world.pause();
    await world.pass(5);
    expect((await world.told()).filter((text) => text.startsWith("A reminder"))).toHaveLength(1);
    await world.pass(20);
    expect(await world.pauseState(pauseId)).toBe("expired");
    expect((await world.told()).join("\n")).toMatch(
      /^I have not heard from you, so I left everything as it is\. I had asked you: Refund \$47\.00 for order L-\d{5} /m,
    );
    expect((await world.now()).row.status).toBe("waiting");
    await world.says("yes");
    await world.pass();
    expect(world.refunds).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });

  test("goes to a person when it was for a lead, and a late answer is refused as expired", async () => {
    const world = await PauseWorld.open("confirm-then-approve");
    await world.says("yes");
    await world.pass();
    const approval = await world.pause();
    const what = String.raw`Refund \$180\.00 for order L-\d{5} [^?]*\.`;
    expect((await world.told()).at(-1)).toMatch(
      new RegExp(`^Thank you\\. A colleague has to approve this before it is done: ${what} You will hear from us by `),
    );
    await world.pass(25);
    expect((await world.told()).join("\n")).toMatch(
      new RegExp(`^Nobody could decide on this in time: ${what} I have `, "m"),
    );
    expect((await world.now()).row.status).toBe("handed-off");
    expect(await world.pauseState(approval.pauseId)).toBe("expired");
    expect(await refusalOf(world.answers(approval, "yes", lead))).toBe("PUR-4002");
    expect(world.refunds).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });

  test("is refused as expired in the moment of its deadline, before a worker has noticed", async () => {
    const world = await PauseWorld.open("confirm-then-approve");
    await world.says("yes");
    await world.pass();
    const approval = await world.pause();
    world.simulation.clock.set(approval.expiresAt);
    expect(await refusalOf(world.answers(approval, "yes", lead))).toBe("PUR-4002");
  });

  test("keeps its reminder to itself when only teammates were asked", async () => {
    const world = await PauseWorld.open("confirm-then-approve");
    await world.says("yes");
    await world.pass();
    const before = await world.told();
    await world.pass(5);
    expect(await world.told()).toEqual(before);
  });
});

describe("a question that is open", () => {
  test("stays the same while she writes of something else, and she is answered", async () => {
    const world = await PauseWorld.open("confirm");
    const pause = await world.pause();
    await world.says("thank you so much");
    await world.pass();
    expect(await world.pause()).toEqual(pause);
    expect((await world.told()).at(-1)).toBe("You are welcome.");
    await world.says("yes");
    await world.pass();
    expect(world.refunds).toHaveLength(1);
    expect(await world.violations()).toEqual([]);
  });

  test("is replaced when she wants something else, and its answer is worth nothing", async () => {
    const world = await PauseWorld.open("confirm-then-approve");
    await world.says("yes");
    await world.pass();
    const first = await world.pause();
    await world.says(refundText(world.who, 10_500));
    await world.pass();
    const second = await world.pause();
    expect(second.digest).not.toBe(first.digest);
    expect(await world.pauseState(first.pauseId)).toBe("superseded");
    expect(await refusalOf(world.answers(first, "yes", lead))).toBe("PUR-4006");
    // Her yes was to the first amount: she is asked for the second one anew.
    expect(second.kind).toBe("confirm");
    await world.says("yes");
    await world.pass();
    await world.answers(await world.pause(), "yes", lead);
    await world.pass();
    expect(world.refunds).toMatchObject([{ amountMinor: 10_500 }]);
    expect(await world.violations()).toEqual([]);
  });

  test("is withdrawn when she no longer wants it", async () => {
    const world = await PauseWorld.open("confirm", { reasoner: withdrawing });
    const { pauseId } = await world.pause();
    await world.says("Never mind.");
    await world.pass();
    expect(await world.pauseState(pauseId)).toBe("withdrawn");
    expect((await world.told()).at(-1)).toBe("All right, it is off.");
    await world.says("yes");
    await world.pass();
    expect(world.refunds).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });

  test.each([
    ["takes the case over", (world: PauseWorld) => takeOver(world.caseId, lead, world.simulation.desk)],
    [
      "closes the case",
      (world: PauseWorld) => closeCase(world.caseId, lead, { reason: "Done by hand." }, world.simulation.desk),
    ],
  ])("is withdrawn when a teammate %s", async (_what, act) => {
    const world = await PauseWorld.open("confirm-then-approve");
    await world.says("yes");
    await world.pass();
    const approval = await world.pause();
    await act(world);
    await world.pass();
    expect(await world.pauseState(approval.pauseId)).toBe("withdrawn");
    expect(await refusalOf(world.answers(approval, "yes", otherLead))).toBe("PUR-4006");
    await world.pass(48);
    expect(world.refunds).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });
});

describe("what needs her yes and then a lead's", () => {
  test("asks her first, and nobody is asked to approve what she does not want", async () => {
    const world = await PauseWorld.open("confirm-then-approve");
    const confirmation = await world.pause();
    expect(confirmation.kind).toBe("confirm");
    expect(await refusalOf(world.answers(confirmation, "yes", lead))).toBe("PUR-4004");
    await world.says("no");
    await world.pass();
    expect((await world.kinds()).filter((kind) => kind === "pause.opened")).toHaveLength(1);
    expect(world.refunds).toEqual([]);
  });

  test("keeps her yes for as long as the approval may take, and is done once", async () => {
    const world = await PauseWorld.open("confirm-then-approve");
    const confirmation = await world.pause();
    await world.says("yes");
    await world.pass();
    const approval = await world.pause();
    expect(approval).toMatchObject({ kind: "approve", expiresAt: confirmation.expiresAt });
    await world.pass(20);
    await world.answers(approval, "yes", lead);
    await world.pass();
    expect(world.refunds).toMatchObject([{ amountMinor: world.paidMinor }]);
    expect(await world.pauseState(confirmation.pauseId)).toBe("consumed");
    expect(await world.pauseState(approval.pauseId)).toBe("consumed");
    expect((await world.now()).row.status).toBe("resolved");
    expect(await world.violations()).toEqual([]);
  });

  test("is asked about anew when what was shown has changed before it is done", async () => {
    const world = await PauseWorld.open("confirm", { blueprint: showingWhatIsLeft, amountMinor: 2_600 });
    const first = await world.pause();
    await world.says("yes");
    refundBeside(world, 100);
    await world.pass();
    const second = await world.pause();
    expect(await world.pauseState(first.pauseId)).toBe("superseded");
    expect(second.shown.text).not.toBe(first.shown.text);
    expect(world.refunds).toHaveLength(1); // the one beside
    await world.says("yes");
    await world.pass();
    expect(world.refunds).toMatchObject([{ amountMinor: 100 }, { amountMinor: 2_600 }]);
    const ours = (await world.violations()).filter((violation) => !/\bbeside\b|no log has its key/.test(violation));
    expect(ours).toEqual([]);
  });

  test("is not done when the guardrails forbid it by then", async () => {
    const world = await PauseWorld.open("confirm-then-approve");
    await world.says("yes");
    await world.pass();
    const approval = await world.pause();
    refundBeside(world, world.paidMinor);
    await world.answers(approval, "yes", lead);
    await world.pass();
    expect(await world.kinds()).not.toContain("call.started");
    expect((await world.told()).at(-1)).toContain("more than was paid");
  });
});

describe("an answer", () => {
  test("to another digest changes nothing", async () => {
    const world = await PauseWorld.open("confirm-then-approve");
    await world.says("yes");
    await world.pass();
    const approval = await world.pause();
    expect(await refusalOf(world.answers({ ...approval, digest: approval.policyHash }, "yes", lead))).toBe("PUR-4001");
    expect(await world.pause()).toEqual(approval);
  });

  test("counts once: of two leads the first decides, and the second is told so", async () => {
    const world = await PauseWorld.open("confirm-then-approve");
    await world.says("yes");
    await world.pass();
    const approval = await world.pause();
    const codes = await Promise.all([
      refusalOf(world.answers(approval, "no", lead)),
      refusalOf(world.answers(approval, "yes", otherLead)),
    ]);
    expect(codes).toEqual(["", "PUR-4003"]);
    await world.pass();
    expect(await refusalOf(world.answers(approval, "yes", otherLead))).toBe("PUR-4003");
    expect(world.refunds).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });

  test("by somebody who may not is refused, and the attempt is on record", async () => {
    const world = await PauseWorld.open("confirm-then-approve");
    await world.says("yes");
    await world.pass();
    const approval = await world.pause();
    for (const person of [teammate, { id: "tm_boss", role: "admin" }, { id: "tm_eyes", role: "auditor" }] as const) {
      expect(await refusalOf(world.answers(approval, "yes", person))).toBe("PUR-4004");
      expect((await world.events()).at(-1)).toMatchObject({ kind: "note.added", body: { by: person.id } });
    }
    await world.pass();
    expect(await world.pause()).toEqual(approval);
    expect(world.refunds).toEqual([]);
  });

  test("that edits is a proposal of its giver: she is asked again, and the giver may not approve it", async () => {
    const world = await PauseWorld.open("confirm-then-approve");
    await world.says("yes");
    await world.pass();
    await world.answers(await world.pause(), "edit", lead, { amountMinor: 10_500 });
    await world.pass();
    const confirmation = await world.pause();
    expect(confirmation.kind).toBe("confirm");
    expect(confirmation.shown.text).toContain("$105.00");
    await world.says("yes");
    await world.pass();
    const approval = await world.pause();
    expect(await refusalOf(world.answers(approval, "yes", lead))).toBe("PUR-4004");
    await world.answers(approval, "yes", otherLead);
    await world.pass();
    expect(world.refunds).toMatchObject([{ amountMinor: 10_500 }]);
    expect(await world.violations()).toEqual([]);
  });
});

/** Takes an open question back when she does not want it any more. */
const withdrawing: Reasoner = {
  name: larkspurReasoner.name,
  think: async (view) => {
    const [pause] = view.state.pauses;
    if (pause === undefined || !view.messages.at(-1)?.text.startsWith("Never mind"))
      return larkspurReasoner.think(view);
    const reply = { text: "All right, it is off.", claims: [] };
    return {
      understood: [],
      step: { kind: "withdraw", proposalId: pause.proposalId, reason: "She no longer wants it.", reply },
      reason: "",
    };
  },
};

/** A refund's question also says what could still be refunded. */
function showingWhatIsLeft(blueprint: Blueprint): Blueprint {
  const actions = new Map(
    [...blueprint.toolbox.actions].map(([name, action]) => [
      name,
      {
        ...action,
        describe: (given: Parameters<typeof action.describe>[0]) =>
          `${action.describe(given)} ${JSON.stringify(given.facts["refundableMinor"] ?? null)} are left.`,
      },
    ]),
  );
  return { ...blueprint, toolbox: { ...blueprint.toolbox, actions } };
}

function chargeOf({ who }: PauseWorld): string {
  return orderOf(who).chargeId;
}

/** Somebody else refunds a part of the same charge, past us. */
function refundBeside(world: PauseWorld, amountMinor: number): void {
  world.simulation.systems.payments.handle({
    method: "POST",
    path: "/refunds",
    headers: { "idempotency-key": "beside", "purser-customer": world.who.customerRef },
    body: { chargeId: chargeOf(world), amountMinor, currency: "USD", reason: "by hand" },
  });
}
