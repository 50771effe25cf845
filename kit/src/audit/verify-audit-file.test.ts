import { type Envelope, caseIdSchema, genesisHash, type Hash, hashSchema, instantOf } from "@purser/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AuditFileReport, AuditLine } from "./audit-file.ts";
import { type Checkpoint, HeadsDigest, publicKeyOf, signCheckpoint } from "./checkpoint.ts";
import { envelopeHash } from "./envelope-hash.ts";
import { verifyAuditFile } from "./verify-audit-file.ts";

const seed = new Uint8Array(32).fill(7);
const otherSeed = new Uint8Array(32).fill(8);
const caseCount = 5;
const eventsAtFirst = 4;
const eventsNow = 7;
const noHash = hashSchema.parse("f".repeat(64));

const ids = Array.from({ length: caseCount }, (_, index) =>
  caseIdSchema.parse(`case_${String(index + 1).padStart(20, "0")}`),
);

function rowOf(caseId: Envelope["caseId"], seq: number, previousHash: Hash, actorId = "worker-1"): Envelope {
  const fields: Omit<Envelope, "hash"> = {
    tenant: "main",
    caseId,
    seq,
    at: instantOf(1_770_000_000_000 + seq),
    kind: "note.added",
    v: 1,
    writer: "inlet",
    epoch: 0,
    actorId,
    dedupeKey: null,
    commitment: noHash,
    previousHash,
  };
  return { ...fields, hash: envelopeHash(fields) };
}

function logOf(caseId: Envelope["caseId"], length: number, actorId?: string): Envelope[] {
  const rows: Envelope[] = [];
  for (let seq = 1; seq <= length; seq += 1) rows.push(rowOf(caseId, seq, rows.at(-1)?.hash ?? genesisHash, actorId));
  return rows;
}

type Log = {
  caseId: Envelope["caseId"];
  rows: Envelope[];
  head: { version: number; hash: Hash } | null;
  checkpoints: number[];
};

/** A deployment's logs with checkpoints at these lengths; the last case came after the first checkpoint. */
function exported(logs: readonly Log[], lengths: readonly number[], signing = seed): AuditLine[] {
  const checkpoints: Checkpoint[] = [];
  for (const [index, length] of lengths.entries()) {
    const digest = new HeadsDigest();
    for (const { caseId, checkpoints: named } of logs)
      if (named.includes(index + 1))
        digest.add({ caseId, version: length, hash: logOf(caseId, length).at(-1)?.hash ?? noHash });
    const previousHash = checkpoints.at(-1)?.hash ?? genesisHash;
    const at = instantOf(1_770_000_000_000 + length);
    checkpoints.push(signCheckpoint({ tenant: "main", number: index + 1, at, previousHash, ...digest.end() }, signing));
  }
  return [
    {
      kind: "audit",
      form: 1,
      tenant: "main",
      madeAt: instantOf(1_770_000_100_000),
      purser: "1",
      publicKey: publicKeyOf(seed),
    },
    ...checkpoints.map((checkpoint): AuditLine => ({ kind: "checkpoint", checkpoint })),
    ...logs.flatMap(({ caseId, rows, head, checkpoints: named }): AuditLine[] => [
      {
        kind: "case",
        caseId,
        head,
        checkpoints: named.map((number) => ({
          number,
          version: lengths[number - 1] ?? 0,
          hash: logOf(caseId, lengths[number - 1] ?? 0).at(-1)?.hash ?? noHash,
        })),
      },
      ...rows.map((row): AuditLine => ({ kind: "event", row })),
    ]),
    { kind: "end", cases: logs.length, events: logs.reduce((sum, { rows }) => sum + rows.length, 0) },
  ];
}

function wholeLogs(length = eventsNow): Log[] {
  return ids.map((caseId, index) => {
    const rows = logOf(caseId, length);
    return {
      caseId,
      rows,
      head: { version: length, hash: rows.at(-1)?.hash ?? noHash },
      checkpoints: index === caseCount - 1 ? [2] : [1, 2],
    };
  });
}

const lengths = [eventsAtFirst, eventsNow];
const whole = (): AuditLine[] => exported(wholeLogs(), lengths);
/** What was exported when the first checkpoint was made. */
const earlier = (): AuditLine[] =>
  exported(
    wholeLogs(eventsAtFirst)
      .slice(0, caseCount - 1)
      .map((log) => ({ ...log, checkpoints: [1] })),
    [eventsAtFirst],
  );

async function* textsOf(lines: readonly AuditLine[]): AsyncGenerator<string, void> {
  for (const line of lines) yield JSON.stringify(line);
}

function verified(lines: readonly AuditLine[], before: readonly AuditLine[] | null = null): Promise<AuditFileReport> {
  return verifyAuditFile(textsOf(lines), {
    publicKey: publicKeyOf(seed),
    earlier: before === null ? null : textsOf(before),
  });
}

/** A case and one of its events that is neither first nor last. */
type Place = { log: number; seq: number };
type Tampering = {
  what: string;
  tamper: (place: Place) => AuditLine[];
  /** Where the first entry is that does not hold. */
  where: (place: Place) => string;
  /** Seen only against what was exported before. */
  against?: true;
};

function changedLogs(change: (logs: Log[]) => void): AuditLine[] {
  const logs = wholeLogs();
  change(logs);
  return exported(logs, lengths);
}

function changedRows(place: Place, change: (rows: Envelope[]) => void): AuditLine[] {
  return changedLogs((logs) => change(logs[place.log]?.rows ?? []));
}

const named = ({ log }: Place, seq: number): string => `${ids[log] ?? ""}, event ${seq}`;
const rewrite = (log: Log, from: number): void => {
  for (let seq = from; seq <= log.rows.length; seq += 1)
    log.rows[seq - 1] = rowOf(log.caseId, seq, log.rows[seq - 2]?.hash ?? genesisHash, "somebody");
  log.head = { version: log.rows.length, hash: log.rows.at(-1)?.hash ?? noHash };
};

/** Whether the first checkpoint names this event as the head. */
const isSigned = (log: number, seq: number): boolean => log < caseCount - 1 && seq === eventsAtFirst;

const tamperings: readonly Tampering[] = [
  {
    what: "a field of an event was altered",
    tamper: (place) =>
      changedRows(place, (rows) => rows.splice(place.seq - 1, 1, { ...rowAt(rows, place.seq), actorId: "x" })),
    where: (place) => named(place, place.seq),
  },
  {
    what: "an event was altered and its hash made anew",
    tamper: (place) =>
      changedRows(place, (rows) =>
        rows.splice(
          place.seq - 1,
          1,
          rowOf(rowAt(rows, 1).caseId, place.seq, rowAt(rows, place.seq).previousHash, "x"),
        ),
      ),
    where: (place) => named(place, isSigned(place.log, place.seq) ? place.seq : place.seq + 1),
  },
  {
    what: "an event was taken out",
    tamper: (place) => changedRows(place, (rows) => rows.splice(place.seq - 1, 1)),
    where: (place) => named(place, place.seq),
  },
  {
    what: "an event was put in",
    tamper: (place) =>
      changedRows(place, (rows) =>
        rows.splice(place.seq, 0, rowOf(rowAt(rows, 1).caseId, place.seq + 1, rowAt(rows, place.seq).hash, "x")),
      ),
    where: (place) => named(place, isSigned(place.log, place.seq + 1) ? place.seq + 1 : place.seq + 2),
  },
  {
    what: "an event stands twice",
    tamper: (place) => changedRows(place, (rows) => rows.splice(place.seq, 0, rowAt(rows, place.seq))),
    where: (place) => named(place, place.seq + 1),
  },
  {
    what: "two events have changed places",
    tamper: (place) =>
      changedRows(place, (rows) => rows.splice(place.seq - 1, 2, rowAt(rows, place.seq + 1), rowAt(rows, place.seq))),
    where: (place) => named(place, place.seq),
  },
  {
    what: "an event of another case stands in its place",
    tamper: (place) =>
      changedLogs((logs) =>
        logs[place.log]?.rows.splice(place.seq - 1, 1, rowAt(logs[(place.log + 1) % caseCount]?.rows ?? [], place.seq)),
      ),
    where: (place) => named(place, place.seq),
  },
  {
    what: "the end of a log was cut off, and its case knows no more",
    tamper: (place) =>
      changedLogs((logs) => {
        const log = logs[place.log];
        log?.rows.splice(place.seq);
        if (log !== undefined) log.head = { version: place.seq, hash: rowAt(log.rows, place.seq).hash };
      }),
    where: (place) => named(place, place.seq + 1),
  },
  {
    what: "a log was written anew from an event on, with all its hashes",
    tamper: (place) =>
      changedLogs((logs) => {
        const log = logs[place.log];
        if (log !== undefined) rewrite(log, place.seq);
      }),
    where: ({ log, seq }) =>
      named({ log, seq }, log < caseCount - 1 && seq <= eventsAtFirst ? eventsAtFirst : eventsNow),
  },
  {
    what: "a case is lost",
    tamper: ({ log }) => {
      const lines = whole();
      const caseId = ids[log];
      const kept = lines.filter(
        (line) =>
          !("caseId" in line && line.caseId === caseId) && !(line.kind === "event" && line.row.caseId === caseId),
      );
      return kept.map((line) =>
        line.kind === "end" ? { ...line, cases: caseCount - 1, events: (caseCount - 1) * eventsNow } : line,
      );
    },
    where: ({ log }) => (log === caseCount - 1 ? "checkpoint 2" : "checkpoint 1"),
  },
  {
    what: "a checkpoint was altered",
    tamper: () =>
      whole().map((line) =>
        line.kind === "checkpoint" && line.checkpoint.number === 1
          ? { ...line, checkpoint: { ...line.checkpoint, at: instantOf(1_770_000_000_000) } }
          : line,
      ),
    where: () => "checkpoint 1",
  },
  {
    what: "all checkpoints were made anew with another key",
    tamper: () => exported(wholeLogs(), lengths, otherSeed),
    where: () => "checkpoint 1",
  },
  {
    what: "a checkpoint was taken out",
    tamper: () => whole().filter((line) => line.kind !== "checkpoint" || line.checkpoint.number !== 1),
    where: () => "checkpoint 1",
  },
  {
    what: "everything after the first checkpoint was forgotten, by who has the key, and the rest cut short",
    against: true,
    tamper: ({ log }) => {
      const logs = wholeLogs(2).map((each) => ({ ...each, checkpoints: [1] }));
      return exported(logs.slice(0, log + 1), [2]);
    },
    where: () => "checkpoint 1",
  },
];

function rowAt(rows: readonly Envelope[], seq: number): Envelope {
  const row = rows[seq - 1];
  if (row === undefined) throw new Error(`There is no event ${seq}.`);
  return row;
}

const places = fc.record({
  log: fc.integer({ min: 0, max: caseCount - 1 }),
  seq: fc.integer({ min: 2, max: eventsNow - 2 }),
});

describe("an audit file", () => {
  test("that nobody has touched holds, by itself and against what was exported before", async () => {
    const report = { cases: caseCount, events: caseCount * eventsNow, checkpoints: 2, problem: null };
    expect(await verified(whole())).toMatchObject(report);
    expect(await verified(whole(), earlier())).toMatchObject(report);
    expect(await verified(earlier())).toMatchObject({ checkpoints: 1, problem: null });
  });

  test.each(tamperings)("is told to be broken, and where, when $what", async ({ tamper, where, against }) => {
    await fc.assert(
      fc.asyncProperty(places, async (place) => {
        const { problem } = await verified(tamper(place), against === true ? earlier() : null);
        expect(problem?.where).toBe(where(place));
      }),
      { numRuns: 20 },
    );
  });

  test("that is cut short anywhere, or has a line that is none, is told to be broken", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole().length - 1 }), async (length) => {
        expect((await verified(whole().slice(0, length))).problem).not.toBeNull();
      }),
      { numRuns: 30 },
    );
    const garbled = verifyAuditFile(
      (async function* () {
        yield* textsOf(whole().slice(0, 4));
        yield "{";
      })(),
      { publicKey: null, earlier: null },
    );
    expect((await garbled).problem).toMatchObject({ line: 5, where: "line 5" });
  });

  test("of another key than the auditor keeps is refused", async () => {
    const report = await verifyAuditFile(textsOf(whole()), { publicKey: publicKeyOf(otherSeed), earlier: null });
    expect(report.problem).toMatchObject({ where: "the header" });
  });

  test("that lacks a case of an earlier one names it, though its checkpoints say nothing", async () => {
    const without = wholeLogs().slice(1);
    const { problem } = await verified(exported(without, lengths), earlier());
    expect(problem?.where).toBe("checkpoint 1");
  });
});
