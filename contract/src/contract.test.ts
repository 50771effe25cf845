import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { errorCodeSchema, errorTable } from "./errors.ts";
import { envelopeSchema, genesisHash } from "./envelope.ts";
import { type EventKind, eventBodySchemas, eventKindSchema } from "./events.ts";
import { callKeySchema, idSchemas } from "./ids.ts";
import { epochMsOf, instantOf, instantSchema, plusMs } from "./instant.ts";
import { jsonSchema } from "./json.ts";
import { formatMoney } from "./money.ts";

const moments = fc.integer({ min: 0, max: Date.UTC(9999, 0) });

describe("an instant", () => {
  test("is later as text exactly when it is later in time", () => {
    fc.assert(fc.property(moments, moments, (one, other) => instantOf(one) < instantOf(other) === one < other));
  });

  test("is the same count of milliseconds when it is read back", () => {
    fc.assert(
      fc.property(
        moments,
        fc.integer({ min: 0, max: 86_400_000 }),
        (moment, more) => epochMsOf(plusMs(instantOf(moment), more)) === moment + more,
      ),
    );
  });

  test.each(["2026-02-10T07:17:00Z", "2026-02-10T07:17:00.000+00:00", "2026-02-10", "now"])("is not %s", (text) => {
    expect(instantSchema.safeParse(text).success).toBe(false);
  });
});

describe("an id", () => {
  test("of one kind does not pass for another", () => {
    const text = `case_${"0".repeat(20)}`;
    expect(idSchemas.case.safeParse(text).success).toBe(true);
    for (const [prefix, schema] of Object.entries(idSchemas))
      if (prefix !== "case") expect(schema.safeParse(text).success).toBe(false);
  });

  test.each([
    "case_",
    `case_${"0".repeat(19)}`,
    `case_${"i".repeat(20)}`,
    `case_${"0".repeat(20)}\n`,
    `CASE_${"0".repeat(20)}`,
  ])("is not %j", (text) => {
    expect(idSchemas.case.safeParse(text).success).toBe(false);
  });

  test("of a call is 52 characters and nothing else", () => {
    expect(callKeySchema.safeParse("z".repeat(52)).success).toBe(true);
    expect(callKeySchema.safeParse("z".repeat(51)).success).toBe(false);
    expect(callKeySchema.safeParse("u".repeat(52)).success).toBe(false);
  });
});

describe("an event", () => {
  test("is of a kind that is a noun and a verb in the past", () => {
    for (const kind of Object.keys(eventBodySchemas)) expect(kind).toMatch(/^[a-z]+\.[a-z]+$/);
    expect(eventKindSchema.safeParse("case.opened").success).toBe(true);
    expect(eventKindSchema.safeParse("toString").success).toBe(false);
  });

  test("has a body that takes no field which its kind does not have", () => {
    const kinds = z.array(eventKindSchema).parse(Object.keys(eventBodySchemas));
    const loose = kinds.filter((kind: EventKind) =>
      eventBodySchemas[kind].safeParse({ more: true }).error?.issues.every(({ code }) => code !== "unrecognized_keys"),
    );
    expect(loose).toEqual([]);
  });

  test("has a row that holds no text of a person", () => {
    const row = {
      tenant: "main",
      caseId: `case_${"0".repeat(20)}`,
      seq: 1,
      at: "2026-02-10T07:17:00.000Z",
      kind: "case.opened",
      v: 1,
      writer: "inlet",
      epoch: 0,
      actorId: "cus_mia",
      dedupeKey: null,
      commitment: genesisHash,
      previousHash: genesisHash,
      hash: genesisHash,
    };
    expect(envelopeSchema.safeParse(row).success).toBe(true);
    expect(envelopeSchema.safeParse({ ...row, actorId: "mia@example.com" }).success).toBe(false);
    expect(envelopeSchema.safeParse({ ...row, dedupeKey: "chat delivery 7" }).success).toBe(false);
    expect(envelopeSchema.safeParse({ ...row, note: "" }).success).toBe(false);
  });
});

test("what cannot be written as JSON is no JSON", () => {
  for (const value of [undefined, Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, { deep: [undefined] }])
    expect(jsonSchema.safeParse(value).success).toBe(false);
  expect(jsonSchema.safeParse({ deep: [null, 1.5, "ü"] }).success).toBe(true);
});

test("every error has a name of its own and says what happened, what was kept and what to do", () => {
  const entries = Object.values(errorTable);
  expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
  for (const { name, happened, kept, todo, status } of entries) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const sentence of [happened, kept, todo]) expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(status).toBeGreaterThanOrEqual(400);
  }
  expect(errorCodeSchema.safeParse("PUR-9999").success).toBe(false);
});

test.each([
  [4_700, "USD", "$47.00"],
  [5, "EUR", "€0.05"],
  [1_200, "JPY", "¥1,200"],
  [1_500, "KWD", "KWD\u00a01.500"],
])("%d %s is read as %s", (minor, currency, text) => {
  expect(formatMoney(minor, currency)).toBe(text);
});
