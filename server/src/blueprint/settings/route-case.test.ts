import { describe, expect, test } from "vitest";
import { peopleSchema } from "./people.ts";
import { routeCase } from "./route-case.ts";
import { queuesSchema, teamOf } from "./team.ts";

const team = teamOf({
  queues: queuesSchema.parse({ billing: { skills: ["billing"] }, default: {} }),
  people: peopleSchema.parse({
    anna: { name: "Anna", role: "teammate", cases: { skills: ["billing"], languages: ["en", "de"], capacity: 4 } },
    ben: { name: "Ben", role: "teammate", cases: { languages: ["en"], capacity: 8 } },
    cleo: { name: "Cleo", role: "lead", cases: { languages: ["en", "fr"], capacity: 2 } },
    dora: { name: "Dora", role: "auditor", cases: { languages: ["en"], capacity: 9 } },
    eve: { name: "Eve", role: "teammate" },
  }),
});

describe("a case is given", () => {
  test.each([
    [
      "to the one who speaks her language",
      "default",
      "de",
      {},
      "anna",
      "assigned to Anna: speaks German, 0 of 4 cases",
    ],
    [
      "to the one with the most room",
      "default",
      "en",
      { anna: 1, ben: 4, cleo: 1 },
      "anna",
      "speaks English, 1 of 4 cases",
    ],
    [
      "to who has the skill, or leads",
      "billing",
      "en",
      { anna: 3, cleo: 1 },
      "cleo",
      "has billing, speaks English, 1 of 2",
    ],
    ["by the id where all else is the same", "default", null, {}, "anna", "assigned to Anna: 0 of 4 cases"],
    [
      "without regard to a language that nobody speaks",
      "default",
      "pt",
      { anna: 4 },
      "ben",
      "assigned to Ben: 0 of 8 cases",
    ],
    ["to nobody when all who could are busy", "billing", "de", { anna: 4 }, null, "has room: Anna 4 of 4 cases"],
  ] as const)("%s", (_, queue, language, loads, teammateId, why) => {
    const assignment = routeCase({ queue, language }, team, new Map(Object.entries(loads)));
    expect(assignment.teammateId).toBe(teammateId);
    expect(assignment.why).toContain(why);
  });

  test("to nobody where nobody is named for it", () => {
    const none = teamOf({ queues: {}, people: {} });
    expect(routeCase({ queue: "default", language: "en" }, none, new Map()).teammateId).toBeNull();
  });
});
