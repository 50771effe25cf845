import { createHmac } from "node:crypto";
import { caseIdSchema, type Instant, plusMs } from "@purser/contract";
import { z } from "zod";
import { mostWords, searchedWords, textsOf, wordsOf } from "../../cases/case-words.ts";
import type { DeskNotes } from "../../cases/desk-notes.ts";
import { storeTime } from "./claims.ts";
import type { Database } from "./database.ts";
import { readEvents } from "./read-events.ts";
import { momentField } from "./row-fields.ts";
import type { SubjectKeys } from "./subject-keys.ts";

type Words = { database: Database; keys: SubjectKeys; secret: Uint8Array };

const eventsAtOnce = 500;
/** An append takes its time before it commits: what changed a little before the last look began is looked at again. */
const overlapMs = 10_000;

/** Cases in the order of their last change; read from the logs, kept as keyed hashes. */
export function wordsIn({ database, keys, secret }: Words): Pick<DeskNotes, "indexWords"> {
  return {
    indexWords: async (tenant, from, limit) => {
      const startedAt = await storeTime(database);
      const values = [tenant, from ?? new Date(0).toISOString(), limit];
      const found = z.array(unindexedSchema).parse(await database.run({ text: unindexedText, values }));
      await eachOf(found, async ({ case_id: caseId, indexed, version }) => {
        const words = new Set<string>();
        for (let seq = indexed; seq < version; seq += eventsAtOnce) {
          const events = await readEvents(database, keys, { tenant, caseId }, { afterSeq: seq, limit: eventsAtOnce });
          for (const { event } of events)
            for (const text of event === null ? [] : textsOf(event)) for (const word of wordsOf(text)) words.add(word);
        }
        const hashes = [...words].slice(0, mostWords).map((word) => wordHash(word, tenant, secret));
        await database.run({ text: keepText, values: [tenant, caseId, version, hashes, mostWords] });
      });
      const last = found.at(-1);
      return last === undefined || found.length < limit
        ? { next: plusMs(startedAt, -overlapMs), isDone: true }
        : { next: before(last.updated_at), isDone: false };
    },
  };
}

/** A few at a time: requests use the same connections. */
async function eachOf<Item>(items: readonly Item[], does: (item: Item) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += atOnce) await Promise.all(items.slice(from, from + atOnce).map(does));
}
const atOnce = 3;

/** So that others of the same moment are not passed over. */
function before(at: Instant): Instant {
  return plusMs(at, -1);
}

const unindexedText = `select cases.case_id, cases.version, coalesce(words.version, 0) as indexed, cases.updated_at
  from cases left join case_words words on words.tenant = cases.tenant and words.case_id = cases.case_id
  where cases.tenant = $1 and cases.version > 0 and cases.updated_at > $2 and not cases.is_erased
    and cases.version > coalesce(words.version, 0)
  order by cases.updated_at limit $3`;
const unindexedSchema = z.object({
  case_id: caseIdSchema,
  version: z.int(),
  indexed: z.int(),
  updated_at: momentField,
});
const keepText = "select purser_keep_words($1, $2, $3, $4::bigint[], $5)";

/** 64 bits of a keyed hash, as Postgres counts them: who has the database but not the key cannot try words. */
function wordHash(word: string, tenant: string, secret: Uint8Array): string {
  return createHmac("sha256", secret).update(`word\n${tenant}\n${word}`).digest().readBigInt64BE().toString();
}

/** The hashes that a case must have all of; null for a search without words. */
export function searchedHashes(search: string, tenant: string, secret: Uint8Array): readonly string[] | null {
  const words = searchedWords(search);
  return words.length === 0 ? null : words.map((word) => wordHash(word, tenant, secret));
}
