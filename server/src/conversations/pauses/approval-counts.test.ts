import type { Pause } from "@purser/contract";
import { expect, test } from "vitest";
import { peopleSchema } from "../../blueprint/settings/people.ts";
import { answerPause } from "./answer-pause.ts";
import { countApprovals, listDecisions } from "./approval-counts.ts";
import { askedEvents, openTestDesk, type TestDesk } from "../test-desk.ts";

const settings = {
  people: peopleSchema.parse({
    lea: { name: "Lea", role: "lead" },
    lou: { name: "Lou", role: "lead" },
    ben: { name: "Ben", role: "teammate" },
  }),
  queues: {},
};

async function asked(at: TestDesk): Promise<Pause> {
  const caseId = await at.opens(at.desk.id("msg"));
  const { pause, events } = askedEvents(at, "approve");
  await at.writes(caseId, events);
  return pause;
}

async function answers(at: TestDesk, id: string, decision: "yes" | "no", waitMs: number, lookedMs?: number) {
  const { pauseId, digest } = await asked(at);
  at.clock.advance(waitMs);
  const by = {
    kind: "teammate" as const,
    id,
    role: "lead" as const,
    authenticated: "session",
    surface: "console" as const,
  };
  const looked = lookedMs === undefined ? {} : { lookedMs };
  await answerPause(pauseId, { digest, decision, reason: "So.", ...looked }, by, at.desk);
}

const lea = { id: "lea", role: "lead" as const };

test("decisions are counted in all and by person, with the times to them and those that were hardly looked at", async () => {
  const at = openTestDesk(settings);
  await answers(at, "lea", "yes", 10_000, 3_000);
  await answers(at, "lea", "yes", 20_000, 15_000);
  await answers(at, "lea", "no", 60_000);
  await answers(at, "lou", "yes", 4_000);
  const counts = await countApprovals(7, lea, at.desk);
  expect(counts).toMatchObject({
    days: 7,
    isCut: false,
    total: { decided: 4, approved: 3, denied: 1, share: 0.75, medianMs: 10_000, ninetiethMs: 60_000, quick: 2 },
  });
  expect(counts.people.map(({ id, count }) => [id, count.decided, count.quick])).toEqual([
    ["lea", 3, 1],
    ["lou", 1, 1],
  ]);
  expect(await listDecisions(7, { isQuick: true, personId: "lou" }, lea, at.desk)).toMatchObject([
    { personId: "lou", decision: "yes" },
  ]);
});

test("what is older than the days is left out, and so is what others decided for who is in charge of nobody", async () => {
  const at = openTestDesk(settings);
  await answers(at, "lea", "yes", 1_000);
  at.clock.advance(8 * 86_400_000);
  await answers(at, "lou", "yes", 1_000);
  expect((await countApprovals(7, lea, at.desk)).people.map(({ id }) => id)).toEqual(["lou"]);
  expect((await countApprovals(30, lea, at.desk)).total.decided).toBe(2);
  const ben = await countApprovals(30, { id: "ben", role: "teammate" }, at.desk);
  expect(ben).toMatchObject({ total: { decided: 0, share: null, medianMs: null }, people: [] });
  expect(await listDecisions(30, {}, { id: "ben", role: "teammate" }, at.desk)).toEqual([]);
});
