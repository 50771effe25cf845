import { type Json, caseIdSchema, genesisHash, instantOf } from "@purser/contract";
import { describe, expect, test } from "vitest";
import type { AuditRow } from "./audit-file.ts";
import { envelopeHash } from "./envelope-hash.ts";
import { commitmentOf } from "./hash.ts";
import { type ChainRow, chainStart, verifyChain, verifyHead } from "./verify-chain.ts";

const caseId = caseIdSchema.parse("case_00000000000000000001");
const otherCase = caseIdSchema.parse("case_00000000000000000002");
const salt = "5a".repeat(16);

function rowAfter(previousHash: string, seq: number, body: Json, ofCase = caseId): ChainRow {
  const fields: Omit<AuditRow, "hash"> = {
    tenant: "main",
    caseId: ofCase,
    seq,
    at: instantOf(1_770_000_000_000 + seq),
    kind: "note.added",
    v: 1,
    writer: "inlet",
    epoch: 0,
    actorId: "tm-local",
    dedupeKey: null,
    commitment: commitmentOf(body, Buffer.from(salt, "hex")),
    previousHash,
  };
  return { envelope: { ...fields, hash: envelopeHash(fields) }, salt, body };
}

function chainOf(length: number): ChainRow[] {
  const rows: ChainRow[] = [];
  for (let seq = 1; seq <= length; seq += 1)
    rows.push(rowAfter(rows.at(-1)?.envelope.hash ?? genesisHash, seq, { text: `note ${seq}` }));
  return rows;
}

const whole = chainOf(6);
const [first, second, third, fourth, ...rest] = whole;
if (first === undefined || second === undefined || third === undefined || fourth === undefined)
  throw new Error("The chain is too short.");
const place = { seq: 6, hash: whole.at(-1)?.envelope.hash ?? genesisHash };
const head = { version: 6, headHash: place.hash };

function altered(row: ChainRow, change: Partial<AuditRow>): ChainRow {
  return { ...row, envelope: { ...row.envelope, ...change } };
}

/** As one would who wants it to look right: with the hash made anew. */
function forged(row: ChainRow, change: Partial<AuditRow>): ChainRow {
  const { hash: _hash, ...fields } = { ...row.envelope, ...change };
  return { ...row, envelope: { ...fields, hash: envelopeHash(fields) } };
}

describe("a chain of events", () => {
  test("that nobody has touched holds, in one piece or from any place on", () => {
    expect(verifyChain(caseId, whole)).toEqual({ kind: "intact", place });
    const half = verifyChain(caseId, whole.slice(0, 3));
    if (half.kind !== "intact") throw new Error(half.what);
    expect(verifyChain(caseId, whole.slice(3), half.place)).toEqual({ kind: "intact", place });
    expect(verifyChain(caseId, [])).toEqual({ kind: "intact", place: chainStart });
    expect(verifyHead(place, head).kind).toBe("intact");
  });

  test("holds when bodies have been erased", () => {
    expect(
      verifyChain(
        caseId,
        whole.map((row) => ({ ...row, salt: null, body: null })),
      ).kind,
    ).toBe("intact");
  });
});

describe("the first broken link is named when", () => {
  const broken: { what: string; rows: ChainRow[]; seq: number; says: string }[] = [
    {
      what: "a row was altered",
      rows: [first, second, altered(third, { actorId: "somebody" }), fourth, ...rest],
      seq: 3,
      says: "altered",
    },
    {
      what: "a row was altered and its hash made anew",
      rows: [first, second, forged(third, { actorId: "somebody" }), fourth, ...rest],
      seq: 4,
      says: "the hash of the event before",
    },
    {
      what: "the time of the first row was altered",
      rows: [altered(first, { at: instantOf(0) }), second],
      seq: 1,
      says: "altered",
    },
    {
      what: "a body was altered",
      rows: [first, { ...second, body: { text: "another note" } }, third],
      seq: 2,
      says: "body",
    },
    {
      what: "bodies were exchanged",
      rows: [first, { ...second, body: third.body }, { ...third, body: second.body }],
      seq: 2,
      says: "body",
    },
    { what: "the first row was dropped", rows: [second, third], seq: 1, says: "stands event 2" },
    { what: "a row was dropped", rows: [first, second, fourth, ...rest], seq: 3, says: "stands event 4" },
    {
      what: "a row was dropped and the next one numbered anew",
      rows: [first, second, forged(fourth, { seq: 3 })],
      seq: 3,
      says: "the hash of the event before",
    },
    { what: "two rows were exchanged", rows: [first, third, second, fourth], seq: 2, says: "stands event 3" },
    { what: "a row stands twice", rows: [first, second, second, third], seq: 3, says: "stands event 2" },
    { what: "a piece in the middle was cut out", rows: [first, ...rest], seq: 2, says: "stands event 5" },
    {
      what: "a row of another case was put in",
      rows: [first, rowAfter(first.envelope.hash, 2, { text: "note 2" }, otherCase)],
      seq: 2,
      says: otherCase,
    },
  ];

  for (const { what, rows, seq, says } of broken) {
    test(what, () => {
      const report = verifyChain(caseId, rows);
      if (report.kind === "intact") throw new Error("Nothing was found.");
      expect(report.seq).toBe(seq);
      expect(report.what).toContain(says);
    });
  }

  test("the end was cut off, as the case's head shows", () => {
    expect(verifyHead({ seq: 4, hash: fourth.envelope.hash }, head)).toEqual({
      kind: "broken",
      seq: 5,
      what: "The log ends after event 4 and its case has 6.",
    });
    expect(verifyHead(place, { version: 5, headHash: place.hash })).toMatchObject({ kind: "broken", seq: 6 });
    expect(verifyHead(place, { version: 6, headHash: first.envelope.hash })).toMatchObject({ kind: "broken", seq: 6 });
  });
});
