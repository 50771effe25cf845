import { callKeySchema } from "@purser/contract";
import { describe, expect, test } from "vitest";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import { proposeByHand } from "../../server/src/conversations/propose-by-hand.ts";
import { replyAsTeammate, returnToAgent, takeOver } from "../../server/src/conversations/teammate-work.ts";
import { asked, handoffs, triggers } from "./handoff-world.ts";
import { larkspurReasoner } from "./larkspur.ts";
import { lead, PauseWorld, refusalOf } from "./pause-world.ts";
import { orderOf } from "./requests.ts";

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
          topics.set("self-harm", { ...known, queue: "care", helpline: { own: "Call 988, day and night." } });
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
