import { readFileSync } from "node:fs";
import { type CaseEvent, caseIdSchema } from "@purser/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { foldVersion } from "../case-state.ts";
import { foldLog } from "./fold.ts";
import { foldRead } from "./read-fold.ts";
import { writeStoredState } from "./stored-state.ts";

/** The recorded logs; `golden.test.ts` checks their form. */
const eventSchema = z.custom<CaseEvent>((value) => typeof value === "object" && value !== null);
const logsSchema = z.array(
  z.object({ place: z.object({ tenant: z.string(), caseId: caseIdSchema }), events: z.array(eventSchema) }),
);
const text = readFileSync(new URL("golden/log-v1.json", import.meta.url), "utf8");
const readLogs = () => logsSchema.parse(JSON.parse(text));

/** A look: at which log, how far it had come, from which stored state on, and whether it was read anew. */
const look = fc.record({
  log: fc.nat({ max: 1 }),
  length: fc.integer({ min: 1, max: 30 }),
  storedSeq: fc.nat({ max: 12 }),
  isNew: fc.boolean(),
});

describe("the state of a log that was read", () => {
  it("is the fold of all its events, whatever was read of it and of others before", () => {
    fc.assert(
      fc.property(fc.array(look, { maxLength: 12 }), (looks) => {
        let logs = readLogs();
        for (const { log: index, length, storedSeq, isNew } of looks) {
          if (isNew) logs = readLogs();
          const { place, events: all } = logs[index] ?? { place: undefined, events: [] };
          if (place === undefined) throw new Error(`There is no log ${index}.`);
          const events = all.slice(0, length);
          const storedUpTo = Math.min(storedSeq, events.length - 1);
          const stored = foldLog(null, events.slice(0, Math.max(1, storedUpTo)), place);
          const state = storedUpTo === 0 ? null : { seq: storedUpTo, foldVersion, text: writeStoredState(stored) };
          const read = foldRead({ state, events: events.slice(storedUpTo) }, place);
          expect(read).toEqual(foldLog(null, events, place));
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is that of the log which is there now, where another was put in its place", () => {
    const [refund, change] = readLogs();
    if (refund === undefined || change === undefined) throw new Error("The recorded logs are gone.");
    expect(foldRead({ state: null, events: refund.events }, refund.place)?.seq).toBe(refund.events.length);
    const events = [...refund.events.slice(0, 2), ...structuredClone(refund.events.slice(2, 4))];
    expect(foldRead({ state: null, events }, refund.place)).toEqual(
      foldLog(null, refund.events.slice(0, 4), refund.place),
    );
  });

  it("is not told from a state that another fold has stored", () => {
    const [refund] = readLogs();
    if (refund === undefined) throw new Error("The recorded log is gone.");
    const { place, events } = refund;
    const state = {
      seq: 3,
      foldVersion: foldVersion - 1,
      text: writeStoredState(foldLog(null, events.slice(0, 3), place)),
    };
    expect(foldRead({ state, events: events.slice(3) }, place)).toBeNull();
  });
});
