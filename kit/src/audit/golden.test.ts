import { readFileSync } from "node:fs";
import { envelopeSchema, hashSchema, type Json, jsonObjectSchema, jsonSchema } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { canonicalJson } from "./canonical-json.ts";
import { envelopeHash, envelopeParts } from "./envelope-hash.ts";
import { commitmentOf, hashOf, sha256 } from "./hash.ts";
import { verifyChain, verifyHead } from "./verify-chain.ts";

const rowSchema = z.strictObject({
  envelope: envelopeSchema,
  salt: z.string(),
  body: jsonObjectSchema,
  bodyHash: hashSchema,
});

/** Rows that were computed without our code, from the rules alone; logs that exist cannot change with it. */
const text = readFileSync(new URL("golden/envelopes.json", import.meta.url), "utf8");
const rows = z.array(rowSchema).parse(JSON.parse(text));

describe("the recorded rows", () => {
  test("are of both writers, with and without a delivery", () => {
    expect(rows.length).toBeGreaterThanOrEqual(10);
    expect(new Set(rows.map(({ envelope }) => envelope.writer))).toEqual(new Set(["inlet", "worker"]));
    expect(new Set(rows.map(({ envelope }) => envelope.dedupeKey === null)).size).toBe(2);
  });

  test.each(rows.map((row) => ({ ...row, name: `row ${row.envelope.seq}, ${row.envelope.kind}` })))(
    "$name has the same hashes as ever",
    ({ envelope, salt, body, bodyHash }) => {
      const { hash, ...fields } = envelope;
      expect(hashOf(body)).toBe(bodyHash);
      expect(commitmentOf(body, Buffer.from(salt, "hex"))).toBe(envelope.commitment);
      expect(envelopeHash(fields)).toBe(hash);
    },
  );

  test.each(rows.map((row) => ({ ...row, name: `row ${row.envelope.seq}` })))(
    "$name has the same hash when a store joins its pieces",
    ({ envelope }) => {
      const { hash, seq, at, previousHash, ...unplaced } = envelope;
      const [beforeAt, beforeHash, beforeSeq, afterSeq] = envelopeParts(unplaced);
      expect(sha256(`${beforeAt}${at}${beforeHash}${previousHash}${beforeSeq}${seq}${afterSeq}`)).toBe(hash);
    },
  );

  test("are one chain from the first row to the last", () => {
    const [first] = rows;
    const last = rows.at(-1);
    if (first === undefined || last === undefined) throw new Error("There are no recorded rows.");
    const report = verifyChain(first.envelope.caseId, rows);
    if (report.kind !== "intact") throw new Error(report.what);
    expect(verifyHead(report.place, { version: rows.length, headHash: last.envelope.hash }).kind).toBe("intact");
  });
});

/** From RFC 8785: appendix B, and what ECMAScript says of the limits between the ways to write a number. */
const numbers: readonly (readonly [number, string])[] = [
  [0, "0"],
  [-0, "0"],
  [5e-324, "5e-324"],
  [-5e-324, "-5e-324"],
  [1.7976931348623157e308, "1.7976931348623157e+308"],
  [-1.7976931348623157e308, "-1.7976931348623157e+308"],
  [9007199254740992, "9007199254740992"],
  [-9007199254740992, "-9007199254740992"],
  [295147905179352830000, "295147905179352830000"],
  [9.999999999999997e22, "9.999999999999997e+22"],
  [1e23, "1e+23"],
  [1.0000000000000001e23, "1.0000000000000001e+23"],
  [999999999999999700000, "999999999999999700000"],
  [999999999999999900000, "999999999999999900000"],
  [1e21, "1e+21"],
  [9.999999999999997e-7, "9.999999999999997e-7"],
  [0.000001, "0.000001"],
  [333333333.3333332, "333333333.3333332"],
  [333333333.33333325, "333333333.33333325"],
  [333333333.3333333, "333333333.3333333"],
  [333333333.3333334, "333333333.3333334"],
  [333333333.33333343, "333333333.33333343"],
  [-0.0000033333333333333333, "-0.0000033333333333333333"],
  [2 ** 50 + 0.25, "1125899906842624.2"],
  [4.5, "4.5"],
  [0.002, "0.002"],
  [1e-27, "1e-27"],
];

describe("canonical JSON as RFC 8785 has it", () => {
  test.each(numbers)("writes the number %d as %s", (value, written) => {
    expect(canonicalJson(value)).toBe(written);
  });

  test("has no form for what is no JSON number", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect(() => canonicalJson(value)).toThrow(/not allowed|NaN|Infinity/i);
  });

  test("puts names in the order of their UTF-16 units, so an emoji stands before U+FB33", () => {
    const names = ["\u20ac", "\r", "\ufb33", "1", "\ud83d\ude00", "\u0080", "\u00f6"];
    const inOrder = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"];
    const value = Object.fromEntries(names.map((name) => [name, name]));
    const writtenNames = [...canonicalJson(value).matchAll(/"((?:[^"\\]|\\.)*)":/gu)].map(([, name]): unknown =>
      JSON.parse(`"${name}"`),
    );
    expect(writtenNames).toEqual(inOrder);
  });

  test("puts a name before the longer one that begins with it, and capitals before small letters", () => {
    expect(canonicalJson({ aa: 1, b: 2, a: 3, B: 4, "10": 5, "9": 6, "": 7 })).toBe(
      '{"":7,"10":5,"9":6,"B":4,"a":3,"aa":1,"b":2}',
    );
  });

  test("escapes control characters, quotes and backslashes and nothing else", () => {
    expect(canonicalJson("\u0000\u0001\b\t\n\u000b\f\r\u001f")).toBe(String.raw`"\u0000\u0001\b\t\n\u000b\f\r\u001f"`);
    expect(canonicalJson('"\\/\u007f\u0080\u2028\u2029é😀')).toBe('"\\"\\\\/\u007f\u0080\u2028\u2029é😀"');
  });

  test("writes the example of section 3.2.2 as the standard does", () => {
    const source = String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`;
    const value: Json = jsonSchema.parse(JSON.parse(source));
    expect(canonicalJson(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });
});
