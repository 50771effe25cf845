import { callKeySchema, messageIdSchema } from "@purser/contract";
import { describe, expect, test } from "vitest";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { businessHoursSchema } from "../../server/src/blueprint/business-hours.ts";
import { handoffSettingsSchema } from "../../server/src/blueprint/handoff-settings.ts";
import { peopleSchema } from "../../server/src/blueprint/people.ts";
import { queuesSchema } from "../../server/src/blueprint/team.ts";
import { proposeByHand } from "../../server/src/conversations/propose-by-hand.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { replyAsTeammate, returnToAgent, takeOver } from "../../server/src/conversations/teammate-work.ts";
import { larkspurReasoner } from "./larkspur.ts";
import { lead, PauseWorld, refusalOf } from "./pause-world.ts";
import { orderOf } from "./requests.ts";

type Changes = Partial<Blueprint["settings"]>;

/** A refund that she has been asked to confirm, in a shop with these settings. */
function asked(changes: Changes = {}, reasoner: Reasoner = larkspurReasoner): Promise<PauseWorld> {
  return PauseWorld.open("confirm", {
    reasoner,
    blueprint: (blueprint) => ({ ...blueprint, settings: { ...blueprint.settings, ...changes } }),
  });
}

async function handoffs(world: PauseWorld) {
  return (await world.events()).flatMap((event) => (event.kind === "handoff.made" ? [event.body] : []));
}

async function triggers(world: PauseWorld): Promise<readonly string[]> {
  return (await handoffs(world)).map(({ packet }) => packet.trigger);
}

/** Understands every message as angry where it ends in an exclamation mark, and answers it. */
const patient: Reasoner = {
  name: larkspurReasoner.name,
  think: async (view) => {
    const unread = view.messages.filter(
      ({ seq, direction }) => direction === "in" && seq >= (view.state.unreadFromSeq ?? Number.POSITIVE_INFINITY),
    );
    const thought = await larkspurReasoner.think(view);
    const reply = { kind: "reply" as const, reply: { text: "I am on it.", claims: [] } };
    const understood = unread.map(({ id, text }) => understoodAs(id, text.endsWith("!")));
    return { ...thought, understood, step: thought.step.kind === "handoff" ? reply : thought.step };
  },
};

function understoodAs(id: string, frustrated: boolean) {
  const nothing = { reasoner: "patient", requests: [], alternatives: [], wantsPerson: false, values: {} };
  return { ...nothing, messageId: messageIdSchema.parse(id), next: "act" as const, frustrated };
}

describe("what no machine may answer", () => {
  const message = "Yes, go on with the refund. I don't want to live any more.";

  test("goes to a person at once with a humane sentence, and nothing that was asked for is begun", async () => {
    const world = await asked();
    const before = (await world.told()).length;
    await world.says(message);
    await world.pass(24);
    const told = (await world.told()).slice(before);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("I am so sorry");
    expect(told[0]).toContain("emergency number");
    expect(world.refunds).toEqual([]);
    expect(await handoffs(world)).toMatchObject([{ packet: { trigger: "sensitive", topic: "self-harm" } }]);
    const kinds = await world.kinds();
    const from = kinds.lastIndexOf("message.received");
    expect(kinds.slice(from)).not.toContain("proposal.made");
    expect(kinds.slice(from)).not.toContain("call.started");
    expect(await world.violations()).toEqual([]);
  });

  test("does not stop an ordinary yes", async () => {
    const world = await asked();
    await world.says("yes");
    await world.pass();
    expect(world.refunds).toHaveLength(1);
    expect(await triggers(world)).toEqual([]);
  });

  test("is answered in the deployment's own words, in its own queue", async () => {
    const world = await PauseWorld.open("confirm", {
      blueprint: (blueprint) => {
        const topics = new Map(blueprint.sensitive.topics);
        const known = topics.get("self-harm");
        if (known !== undefined)
          topics.set("self-harm", { ...known, queue: "care", helpline: "Call 988, day and night." });
        return { ...blueprint, sensitive: { ...blueprint.sensitive, topics } };
      },
    });
    await world.says(message);
    await world.pass();
    expect((await world.told()).at(-1)).toContain("Call 988, day and night.");
    expect(await handoffs(world)).toMatchObject([{ queue: "care" }]);
  });

  test("is said to who waits for a person already, once for a topic", async () => {
    const world = await asked();
    await world.says("What is the capital of France?");
    await world.pass();
    const before = (await world.told()).length;
    await world.says("I want to kill myself");
    await world.says("I want to kill myself, really");
    await world.pass();
    expect((await world.told()).slice(before)).toHaveLength(1);
  });
});

describe("while a teammate has the case the agent says nothing", () => {
  test("to what she writes, when a time comes, or when a system reports something", async () => {
    const world = await asked();
    const key = callKeySchema.parse("1".repeat(52));
    await takeOver(world.caseId, lead, world.simulation.desk);
    const before = (await world.told()).length;
    await world.says("yes");
    await world.says("Hello? I want a refund of $5.00 for my order now.");
    await world.says("I want to kill myself");
    await world.simulation.desk.store.appendInlet({
      tenant: "main",
      caseId: world.caseId,
      subjectId: (await world.now()).row.customerId ?? world.caseId,
      actorId: "system-payments",
      dedupeKey: null,
      events: [{ kind: "signal.received", body: { source: "payments", refersTo: key, data: {} } }],
      open: null,
      expectedVersion: null,
      notAfter: null,
      pauses: [],
      outboxDone: null,
    });
    await world.pass(24 * 30);
    expect(await world.told()).toHaveLength(before);
    expect(world.refunds).toEqual([]);
    expect((await world.now()).state.owner).toMatchObject({ kind: "teammate", teammateId: lead.id });
    expect(await world.violations()).toEqual([]);
  });

  test("and what the teammate writes goes to her, under their name", async () => {
    const world = await asked();
    await takeOver(world.caseId, lead, world.simulation.desk);
    await replyAsTeammate(world.caseId, "Hello, this is Lea. I look at it.", lead, world.simulation.desk);
    await world.pass(24);
    const [last] = (await world.events()).filter(({ kind }) => kind === "message.sent").slice(-1);
    expect(last?.body).toMatchObject({ text: "Hello, this is Lea. I look at it.", teammateId: lead.id });
    expect(await world.violations()).toEqual([]);
  });

  test("given back, it answers what she has written since, and knows what the teammate noted", async () => {
    let seen: unknown = null;
    const noting: Reasoner = {
      ...larkspurReasoner,
      think: async (view) => {
        seen = view.state.returned;
        return larkspurReasoner.think(view);
      },
    };
    const world = await asked({}, noting);
    await takeOver(world.caseId, lead, world.simulation.desk);
    await replyAsTeammate(world.caseId, "Let me look at it.", lead, world.simulation.desk);
    await world.says("thank you so much");
    await returnToAgent(world.caseId, lead, "The hole is real.", world.simulation.desk);
    await world.pass();
    expect((await world.told()).at(-1)).toBe("You are welcome.");
    expect(seen).toMatchObject({ teammateId: lead.id, note: "The hole is real." });
  });
});

describe("an action that a teammate proposes by hand", () => {
  async function propose(world: PauseWorld, amountMinor: number, by = lead): Promise<unknown> {
    const args = { orderId: orderOf(world.who).orderId, amountMinor, reason: "damaged" };
    const { toolbox } = world.simulation.blueprint;
    const wish = { call: { tool: "refund_order", args }, reason: "She sent a photo." };
    return proposeByHand(world.caseId, wish, by, { toolbox, desk: world.simulation.desk });
  }

  test("passes the guard: what is allowed is done, what is forbidden is not", async () => {
    const world = await asked();
    await takeOver(world.caseId, lead, world.simulation.desk);
    await propose(world, 500);
    await world.pass();
    expect(world.refunds).toMatchObject([{ amountMinor: 500 }]);
    await propose(world, world.paidMinor + 1);
    await world.pass(1);
    expect(world.refunds).toHaveLength(1);
    const verdicts = (await world.events()).flatMap((event) =>
      event.kind === "proposal.judged" ? [event.body.judgement.verdict.kind] : [],
    );
    expect(verdicts.at(-1)).toBe("deny");
    expect(await world.violations()).toEqual([]);
  });

  test("is refused from who does not have the case, and for arguments that the action does not take", async () => {
    const world = await asked();
    expect(await refusalOf(propose(world, 500))).toBe("PUR-2162");
    await takeOver(world.caseId, lead, world.simulation.desk);
    expect(await refusalOf(propose(world, 500, { id: "tm_other", role: "lead" }))).toBe("PUR-2160");
    expect(await refusalOf(propose(world, -1))).toBe("PUR-2164");
  });
});

describe("a case is handed over", () => {
  const handoff = (given: object): Changes => ({ handoff: handoffSettingsSchema.parse(given) });

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
    const world = await asked(handoff({ budget: { thoughts } }), patient);
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
    const world = await asked(handoff({ budget: { tokens: 1000 } }), costly);
    await world.says("a");
    await world.pass();
    expect(await triggers(world)).toEqual([]);
    await world.says("b");
    await world.pass();
    expect(await triggers(world)).toEqual(["budget-spent"]);
    expect((await world.kinds()).filter((kind) => kind === "budget.spent")).toHaveLength(2);
  });

  test("given back after the budget was spent, it may cost as much once more", async () => {
    const world = await asked(handoff({ budget: { thoughts: 2 } }), patient);
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
  expect(made?.packet.promises).toMatchObject([{ text: expect.stringContaining("A decision of ours") }]);
  expect(made?.packet.promises[0]?.until).not.toBeNull();
});
