import { caseIdSchema, decisionSchema, type Instant, pauseIdSchema } from "@purser/contract";
import { z } from "zod";
import type { CaseStore, DecisionRow, MentionRow } from "../../cases/case-store.ts";
import type { Database } from "./database.ts";
import { listOwners } from "./read-owners.ts";
import { momentField } from "./row-fields.ts";
import { builder } from "./tables.ts";

/** What the desk counts and lists without reading a log. */
export function deskRowsIn(
  database: Database,
): Pick<CaseStore, "listOwners" | "listDecisions" | "listMentions" | "readMentions"> {
  return {
    listOwners: (tenant) => listOwners(database, tenant),
    listDecisions: async (tenant, since, limit) => {
      const query = builder
        .selectFrom("decisions")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("decided_at", ">=", new Date(since))
        .orderBy("decided_at", "desc")
        .orderBy("pause_id")
        .limit(limit);
      return z.array(decisionRowSchema).parse(await database.run(query.compile()));
    },
    listMentions: async (tenant, personId, limit) => {
      const query = builder
        .selectFrom("mentions")
        .selectAll()
        .where("tenant", "=", tenant)
        .where("person_id", "=", personId)
        .orderBy("at", "desc")
        .orderBy("case_id")
        .orderBy("seq", "desc")
        .limit(limit);
      return z.array(mentionRowSchema).parse(await database.run(query.compile()));
    },
    readMentions: (tenant, personId, upTo) => markRead(database, tenant, personId, upTo),
  };
}

async function markRead(database: Database, tenant: string, personId: string, upTo: Instant): Promise<void> {
  await database.run({
    text: `update mentions set read_at = purser_now_ms()
      where tenant = $1 and person_id = $2 and at <= $3 and read_at is null`,
    values: [tenant, personId, upTo],
  });
}

const decisionRowSchema = z
  .object({
    pause_id: pauseIdSchema,
    case_id: caseIdSchema,
    person_id: z.string(),
    decision: decisionSchema,
    opened_at: momentField,
    decided_at: momentField,
    looked_ms: z.int().nullable(),
    policies: z.array(z.string()),
  })
  .transform((row): DecisionRow => {
    const { pause_id: pauseId, case_id: caseId, person_id: personId, decision, policies } = row;
    const { opened_at: openedAt, decided_at: decidedAt, looked_ms: lookedMs } = row;
    return { pauseId, caseId, personId, decision, openedAt, decidedAt, lookedMs, policies };
  });

const mentionRowSchema = z
  .object({
    person_id: z.string(),
    case_id: caseIdSchema,
    seq: z.int(),
    at: momentField,
    read_at: momentField.nullable(),
  })
  .transform(({ person_id: personId, case_id: caseId, seq, at, read_at: readAt }): MentionRow => {
    return { personId, caseId, seq, at, readAt };
  });
