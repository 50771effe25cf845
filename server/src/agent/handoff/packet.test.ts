import { caseIdSchema, type CaseEventOf, hashSchema, instantSchema } from "@purser/contract";
import { expect, test } from "vitest";
import { openedState } from "../../cases/folding/fold-lifecycle.ts";
import { handoffPacket } from "./packet.ts";

const caseId = caseIdSchema.parse(`case_${"0".repeat(20)}`);
const kept = ["text", "requests", "takenBack", "again", "anew", "all", "asked", "aside", "other"];

test("a packet says what is known, and nothing that the rules keep for themselves", () => {
  const opened: CaseEventOf<"case.opened"> = {
    kind: "case.opened",
    seq: 1,
    at: instantSchema.parse("2026-02-10T07:17:00.000Z"),
    actorId: "test",
    epoch: 0,
    body: {
      trigger: { kind: "message", name: "chat" },
      channel: "chat",
      customerId: null,
      customerRef: null,
      subject: null,
      goal: null,
      procedure: null,
      blueprintHash: hashSchema.parse("a".repeat(64)),
      parent: null,
      given: { "message.orderId": "L-1001", ...Object.fromEntries(kept.map((name) => [`message.${name}`, 1])) },
    },
  };
  const cause = { trigger: "person-asked" as const, topic: null, why: "She asked for a person.", suggestion: null };
  const { known } = handoffPacket(cause, openedState(opened, { tenant: "main", caseId }), [], null);
  expect(known.map(({ name }) => name)).toEqual(["message.orderId"]);
});
