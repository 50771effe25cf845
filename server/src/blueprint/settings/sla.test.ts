import { caseIdSchema, instantSchema, plusMs } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { businessHoursSchema } from "./business-hours.ts";
import { checkSla, dueOf, handedForDue, slaSchema } from "./sla.ts";
import { teamOf } from "./team.ts";

const at = (text: string) => instantSchema.parse(text);
const hours = {
  ...businessHoursSchema.parse({ week: { monday: ["09:00-17:00"], tuesday: ["09:00-17:00"] } }),
  timeZone: "UTC",
};
const handed = {
  caseId: caseIdSchema.parse("case_00000000000000000000"),
  queue: "default",
  handedAt: at("2026-01-05T16:30:00.000Z"),
  repliedAt: null,
};

describe("what people promise", () => {
  const sla = slaSchema.parse({
    firstReply: "1 business hour",
    resolution: "2d",
    queues: { payments: { firstReply: "15m" } },
  });

  test("is counted in business hours where it says so, and from when people got the case", () => {
    expect(dueOf(handed, { ...sla, hours })).toEqual({ what: "first-reply", at: "2026-01-06T09:30:00.000Z" });
  });

  test("is the resolution once a person has replied", () => {
    const replied = { ...handed, repliedAt: at("2026-01-05T16:40:00.000Z") };
    expect(dueOf(replied, { ...sla, hours })).toEqual({ what: "resolution", at: "2026-01-07T16:30:00.000Z" });
  });

  test("is another one in a queue that has its own, and nothing where nothing was promised", () => {
    const due = { what: "first-reply", at: "2026-01-05T16:45:00.000Z" };
    expect(dueOf({ ...handed, queue: "payments" }, { ...sla, hours })).toEqual(due);
    expect(dueOf(handed, { queues: {}, hours })).toBeNull();
  });

  test("is found back: since when a case must be with people to be due at a time, over nights and days that are closed", () => {
    const opened = { ...sla, hours };
    for (const due of ["2026-01-06T09:30:00.000Z", "2026-01-06T16:59:00.000Z", "2026-01-12T10:00:00.000Z"].map(at)) {
      const from = handedForDue({ queue: "default", isAnswered: false }, due, opened) ?? expect.fail();
      const dueFor = (handedAt: typeof due) => dueOf({ ...handed, handedAt }, opened)?.at ?? expect.fail();
      expect(dueFor(from) >= due).toBe(true);
      expect(dueFor(plusMs(from, -1)) < due).toBe(true);
    }
    expect(handedForDue({ queue: "default", isAnswered: true }, handed.handedAt, opened)).toBe(
      "2026-01-03T16:30:00.000Z",
    );
    expect(handedForDue({ queue: "default", isAnswered: true }, handed.handedAt, { queues: {}, hours })).toBeNull();
  });

  test("names queues that exist, and business time only where there are hours", () => {
    const team = teamOf({ queues: {}, people: {} });
    const placeOf = () => ({ line: 1, column: 1 });
    expect(checkSla(placeOf, sla, team, true).map(({ code }) => code)).toEqual(["PUR-2107"]);
    expect(checkSla(placeOf, sla, team, false).map(({ code }) => code)).toEqual(["PUR-2107", "PUR-2142"]);
  });
});
