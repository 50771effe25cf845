import { describe, expect, test } from "vitest";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import { budgetsSchema } from "../../server/src/blueprint/settings/budgets.ts";
import { businessHoursSchema } from "../../server/src/blueprint/settings/business-hours.ts";
import { handoffSettingsSchema } from "../../server/src/blueprint/settings/handoff-settings.ts";
import { peopleSchema } from "../../server/src/blueprint/settings/people.ts";
import { queuesSchema } from "../../server/src/blueprint/settings/team.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { returnToAgent, takeOver } from "../../server/src/conversations/teammate-work.ts";
import { asked, type Changes, handoffs, patient, triggers } from "./handoff-world.ts";
import { lead, PauseWorld } from "./pause-world.ts";

describe("a case is handed over", () => {
  const handoff = (given: object): Changes => ({ handoff: handoffSettingsSchema.parse(given) });
  const budgets = (ofCase: object): Changes => ({ budgets: budgetsSchema.parse({ case: ofCase }) });

  test("when message after message sounds angry, and not for one", async () => {
    const world = await asked({}, patient);
    await world.says("This is ridiculous!");
    await world.pass();
    await world.says("Fine.");
    await world.pass();
    await world.says("Ridiculous!");
    await world.pass();
    expect(await triggers(world)).toEqual([]);
    await world.says("Really, ridiculous!");
    await world.pass();
    expect(await triggers(world)).toEqual(["frustration"]);
    const [made] = await handoffs(world);
    expect(made?.packet.sentiment).toEqual({ isFrustrated: true, frustratedMessages: 3, messages: 5 });
    expect(await world.violations()).toEqual([]);
  });

  test.each([
    ["an action above the limit", 100, ["value"]],
    ["none at the limit", 1_000_000, []],
  ] as const)("for %s", async (_, refundedMinor, expected) => {
    const world = await asked(handoff({ limits: { refundedMinor } }));
    expect(await triggers(world)).toEqual(expected);
    const open = (await world.now()).state.pauses.length;
    expect(open).toBe(expected.length === 0 ? 1 : 0);
    if (expected.length === 0) return;
    const [made] = await handoffs(world);
    expect(made?.packet.suggestion.call).toMatchObject({
      tool: "refund_order",
      args: { amountMinor: world.paidMinor },
    });
  });

  test.each([
    [2, ["budget-spent"]],
    [100, []],
  ] as const)("when %d thoughts are spent, never into silence", async (thoughts, expected) => {
    const world = await asked(budgets({ steps: thoughts }), patient);
    for (const text of ["a", "b", "c"]) {
      await world.says(text);
      await world.pass();
    }
    expect(await triggers(world)).toEqual(expected);
    expect((await world.told()).at(-1)).toContain(expected.length === 0 ? "I am on it." : "colleague");
  });

  test("when what a model costs is spent, as it was written down", async () => {
    const costly: Reasoner = {
      ...patient,
      think: async (view) => ({ ...(await patient.think(view)), cost: { tokens: 600, costMicros: 10 } }),
    };
    const world = await asked(budgets({ tokens: 1000 }), costly);
    await world.says("a");
    await world.pass();
    expect(await triggers(world)).toEqual([]);
    await world.says("b");
    await world.pass();
    expect(await triggers(world)).toEqual(["budget-spent"]);
    expect((await world.kinds()).filter((kind) => kind === "budget.spent")).toHaveLength(2);
  });

  test("given back after the budget was spent, it may cost as much once more", async () => {
    const world = await asked(budgets({ steps: 2 }), patient);
    for (const text of ["a", "b"]) {
      await world.says(text);
      await world.pass();
    }
    await takeOver(world.caseId, lead, world.simulation.desk);
    await returnToAgent(world.caseId, lead, null, world.simulation.desk);
    await world.pass();
    expect(await triggers(world)).toEqual(["budget-spent"]);
    expect((await world.told()).at(-1)).toBe("I am on it.");
  });

  test("to the one who has room and speaks her language, and says so", async () => {
    const people = peopleSchema.parse({
      anna: { name: "Anna", role: "teammate", cases: { languages: ["en", "de"], capacity: 8 } },
      ben: { name: "Ben", role: "teammate", cases: { languages: ["de"], capacity: 8 } },
    });
    const world = await asked({ people, queues: queuesSchema.parse({}) });
    await world.says("I want to kill myself");
    await world.pass();
    const assigned = (await world.events()).find(({ kind }) => kind === "case.assigned");
    expect(assigned?.body).toEqual({
      teammateId: "anna",
      by: "routing",
      why: "assigned to Anna: speaks English, 0 of 8 cases",
    });
    expect(await world.simulation.store.listOwners("main")).toMatchObject([{ assignedTo: "anna" }]);
  });
});

describe("who is handed over is told truthfully when somebody looks at it", () => {
  // The simulation begins on Tuesday, 10 February 2026 at 02:17 in New York.
  test.each([
    ["when it is open again", { week: { tuesday: ["09:00-17:00"] } }, "from Tuesday, February 10 at 9:00 AM EST on"],
    ["after a holiday", { week: { tuesday: ["09:00-17:00"] }, holidays: ["2026-02-10"] }, "from Tuesday, February 17"],
    ["here, while it is open", { week: { tuesday: ["00:00-24:00"] } }, "They will answer you here."],
  ])("%s", async (_, hours, said) => {
    const world = await asked({ businessHours: businessHoursSchema.parse(hours) });
    await world.says("What is the capital of France?");
    await world.pass();
    const told = (await world.told()).at(-1);
    expect(told).toContain("I have passed this on to a colleague");
    expect(told).toContain(said);
    const [made] = await handoffs(world);
    expect(made?.opensAt === null).toBe(said.includes("here."));
  });
});

test("the packet of a case in the middle of something says what is promised, known since when, and what to do", async () => {
  const world = await PauseWorld.open("confirm-then-approve");
  await world.says("yes");
  await world.pass();
  const { desk } = world.simulation;
  await receiveMessage(
    world.caseId,
    { text: "You will hear from my lawyer.", provider: "chat", deliveryId: "x" },
    desk,
  );
  await world.pass();
  const [made] = await handoffs(world);
  expect(made?.packet).toMatchObject({
    trigger: "sensitive",
    topic: "legal-threat",
    wants: "in her words: “You will hear from my lawyer.”",
    suggestion: { call: { tool: "refund_order" } },
  });
  expect(made?.packet.open.join()).toContain("Not decided");
  const [promise, ...others] = made?.packet.promises ?? [];
  expect(others).toEqual([]);
  expect(promise?.text).toContain("A decision of ours");
  expect(promise?.until).not.toBeNull();
});
