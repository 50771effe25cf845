import { readFileSync } from "node:fs";
import {
  type CaseEvent,
  caseIdSchema,
  type EventKind,
  eventBodySchemas,
  eventKindSchema,
  instantSchema,
  jsonSchema,
} from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { caseStateSchema, foldVersion } from "../case-state.ts";
import { foldLog } from "./fold.ts";

const rowSchema = z.strictObject({
  seq: z.int(),
  at: instantSchema,
  actorId: z.string(),
  epoch: z.int(),
  kind: eventKindSchema,
  body: jsonSchema,
});
const logSchema = z.strictObject({
  name: z.string(),
  place: z.strictObject({ tenant: z.string(), caseId: caseIdSchema }),
  events: z.array(rowSchema),
  state: jsonSchema,
});

/** Logs that a worker wrote in a simulation, with the state that they had then; logs that exist stay readable. */
const text = readFileSync(new URL("golden/log-v1.json", import.meta.url), "utf8");
const logs = z.array(logSchema).parse(JSON.parse(text));

/** Bodies are of the first version, which every release reads. */
const parsers: { [Kind in EventKind]?: z.core.$ZodType } = eventBodySchemas;
const eventSchema = z.custom<CaseEvent>((value) => {
  const row = rowSchema.safeParse(value);
  return row.success && z.safeParse(parsers[row.data.kind] ?? z.never(), row.data.body).success;
});

describe("a recorded log", () => {
  test("is there of an approved refund and of a change of address", () => {
    expect(logs.map(({ name }) => name)).toEqual(["refund-approved", "change-address"]);
  });

  test("has a state of the form that its fold's version names", () => {
    // A stored state is trusted to have this form. Whoever changes it raises the version first, then this line.
    const form = hashOf(jsonSchema.parse(z.toJSONSchema(caseStateSchema, { unrepresentable: "any", io: "input" })));
    expect({ foldVersion, form }).toEqual({
      foldVersion: 18,
      form: "5e2ad7f7b163f14836fde17537032de062fa59f0432df93769f6f02d046e1524",
    });
  });

  test.each(logs)("of $name folds to the state that it had then", ({ place, events, state }) => {
    const log = events.map((event) => eventSchema.parse(event));
    // Another form of the state raises the fold's version; then, and only then, the expected states are recorded anew.
    expect(foldVersion).toBe(18);
    expect(foldLog(null, log, place)).toEqual(state);
  });

  test.each(logs)("of $name folds to the same state from any event on", ({ place, events, state }) => {
    const log = events.map((event) => eventSchema.parse(event));
    for (let cut = 1; cut < log.length; cut += 1) {
      const half = foldLog(null, log.slice(0, cut), place);
      expect(foldLog(half, log.slice(cut), place)).toEqual(state);
    }
  });
});
