import { type CaseEvent, instantSchema, messageIdSchema, outboxIdSchema } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { printTrace } from "./trace-printer.ts";

const place = { at: instantSchema.parse("2026-02-10T07:17:00.000Z"), actorId: "worker", epoch: 1 };
const received: CaseEvent = {
  ...place,
  seq: 1,
  kind: "message.received",
  body: {
    messageId: messageIdSchema.parse(`msg_${"0".repeat(20)}`),
    channel: "chat",
    sender: { kind: "customer", id: "cus_1" },
    provider: "demo",
    deliveryId: "1",
    text: "My order has \u001b[31mnot\u001b[0m come yet, and the party is on Saturday already.",
    answers: null,
  },
};
const resolved: CaseEvent = {
  ...place,
  seq: 2,
  kind: "case.resolved",
  body: { by: "reasoner", summary: "It is done.", evidence: {} },
};
const sent: CaseEvent = {
  ...place,
  seq: 3,
  kind: "message.sent",
  body: {
    outboxId: outboxIdSchema.parse(`out_${"0".repeat(20)}`),
    channel: "chat",
    text: "Done.",
    claims: [],
    pauseId: null,
    proposalId: null,
  },
};
const settings = {
  timeZone: "America/New_York",
  locale: "en-US",
  agentName: "Purser",
  columns: 120,
  isColoured: false,
};

describe("the trace", () => {
  test("shows the conversation on the left and what was written down on the right, in the shop's time", () => {
    const lines = printTrace([received, resolved, sent], settings).split("\n");
    expect(lines[1]).toBe("02:17:00  Customer: My order has not come yet, and the");
    expect(lines[2]).toBe("          party is on Saturday already.");
    expect(lines[3]).toMatch(/^ {50,}│ resolved +It is done\.$/);
    expect(lines[5]).toBe("02:17:00  Purser: Done.");
  });

  test("is indented where the terminal is narrow, and fits it", () => {
    const lines = printTrace([received, resolved], { ...settings, columns: 60 }).split("\n");
    expect(lines.every((line) => line.length <= 60)).toBe(true);
    expect(lines.find((line) => line.includes("resolved"))).toMatch(/^ {12}resolved/);
  });

  test("is coloured only where that is wanted, and never by what others wrote", () => {
    expect(printTrace([received, resolved, sent], settings)).not.toContain("\u001b");
    expect(printTrace([resolved], { ...settings, isColoured: true })).toContain("\u001b");
  });
});
