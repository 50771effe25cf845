import type { SystemReply } from "@purser/kit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FaultRuleInput } from "./faults.ts";
import { customerAt, effectsInShort, refusalOf, ways, type TestWorld } from "./test-world.ts";

type Expectation = { rule: FaultRuleInput; meets: string; hasEffect: boolean; reply: (reply: SystemReply) => boolean };

const isAnswered = (status: number) => (reply: SystemReply) => reply.kind === "answered" && reply.status === status;

const expectations: readonly Expectation[] = [
  { rule: { kind: "latency", latencyMs: 30 }, meets: "a late answer", hasEffect: true, reply: isAnswered(202) },
  {
    rule: { kind: "timeout-before" },
    meets: "silence",
    hasEffect: false,
    reply: (reply) => reply.kind === "noAnswer",
  },
  { rule: { kind: "timeout-after" }, meets: "silence", hasEffect: true, reply: (reply) => reply.kind === "noAnswer" },
  { rule: { kind: "status-before", status: 503 }, meets: "a 503", hasEffect: false, reply: isAnswered(503) },
  { rule: { kind: "status-after", status: 500 }, meets: "a 500", hasEffect: true, reply: isAnswered(500) },
  {
    rule: { kind: "error-body" },
    meets: "a 200 that says it failed",
    hasEffect: false,
    reply: (reply) => refusalOf(reply) === "200 internal",
  },
  {
    rule: { kind: "malformed", shape: "not-json" },
    meets: "no JSON",
    hasEffect: true,
    reply: (reply) => reply.kind === "garbled",
  },
  {
    rule: { kind: "malformed", shape: "cut-short" },
    meets: "half an answer",
    hasEffect: true,
    reply: (reply) => reply.kind === "garbled",
  },
  {
    rule: { kind: "malformed", shape: "too-large" },
    meets: "megabytes",
    hasEffect: true,
    reply: (reply) => reply.kind === "garbled",
  },
  {
    rule: { kind: "malformed", shape: "wrong-schema" },
    meets: "an answer to something else",
    hasEffect: true,
    reply: (reply) => reply.kind === "answered" && JSON.stringify(reply.body) === '{"unexpected":[true]}',
  },
  { rule: { kind: "rate-limit" }, meets: "a 429", hasEffect: false, reply: isAnswered(429) },
  { rule: { kind: "drop" }, meets: "a cut connection", hasEffect: false, reply: (reply) => reply.kind === "noAnswer" },
];

for (const { way, open } of ways) {
  describe(`a system with a fault, ${way}`, () => {
    let world: TestWorld;
    const send = (messageId = "one@larkspur.example") =>
      customerAt(world.client("mail"), world.landmarks.wrongSize.customerRef).post("/messages", {
        body: { messageId, to: "someone@example.com", subject: "Hello", text: "Hello." },
      });

    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.stop());

    for (const { rule, meets, hasEffect, reply } of expectations) {
      const shape = rule.kind === "malformed" ? `, ${rule.shape}` : "";
      test(`${rule.kind}${shape}: the caller meets ${meets}, and there is ${hasEffect ? "an" : "no"} effect`, async () => {
        world.systems.mail.faults.add(rule);
        expect(reply(await send())).toBe(true);
        expect(world.systems.mail.ledger.effects).toHaveLength(hasEffect ? 1 : 0);
        expect(world.systems.mail.ledger.calls).toHaveLength(1);
      });
    }

    test("down: no connection is taken and nothing arrives, until it is healed", async () => {
      world.systems.mail.faults.add({ kind: "down" });
      await elapse(60);
      expect((await send()).kind).toBe("notSent");
      expect(world.systems.mail.ledger.calls).toEqual([]);
      world.systems.mail.faults.clear();
      await elapse(20);
      expect((await send()).kind).toBe("answered");
    });

    test("a rule is used up after its times, and meets only what it matches", async () => {
      const { mail } = world.systems;
      mail.faults.add({ kind: "status-before", times: 1, match: { method: "POST", pathPrefix: "/messages" } });
      mail.faults.add({ kind: "rate-limit", match: { method: "DELETE" } });
      const reply = await customerAt(world.client("mail"), world.landmarks.wrongSize.customerRef).get("/messages");
      expect(reply).toMatchObject({ kind: "answered", status: 200 });
      expect(await send()).toMatchObject({ kind: "answered", status: 500 });
      expect(await send()).toMatchObject({ kind: "answered", status: 202 });
      expect(effectsInShort(mail.ledger.effects)).toEqual(["sent effect"]);
    });

    test("faults are switched by request, and no fault befalls the switch", async () => {
      const client = world.client("mail");
      await client.request({ method: "POST", path: "/faults", body: { kind: "rate-limit" } });
      expect(await send()).toMatchObject({ kind: "answered", status: 429 });
      const wrong = await client.request({ method: "POST", path: "/faults", body: { kind: "earthquake" } });
      expect(wrong).toMatchObject({ kind: "answered", status: 400 });
      await client.request({ method: "DELETE", path: "/faults" });
      expect(await send()).toMatchObject({ kind: "answered", status: 202 });
    });
  });
}

function elapse(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
