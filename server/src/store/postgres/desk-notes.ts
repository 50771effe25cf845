import { type CaseId, caseIdSchema } from "@purser/contract";
import { z } from "zod";
import { type CaseNotes, type DeskNotes, mostTags, noNotes } from "../../cases/desk-notes.ts";
import type { Database } from "./database.ts";
import { onlyRow } from "./only-row.ts";
import { momentField } from "./row-fields.ts";

/** Tags, snoozes and since when people have a case; `tell` is called with each case whose notes changed. */
export function deskNotesIn(database: Database, tell: (caseId: CaseId) => void): Omit<DeskNotes, "indexWords"> {
  const rows = async <Schema extends z.core.$ZodType>(schema: Schema, text: string, values: readonly unknown[]) =>
    z.array(schema).parse(await database.run({ text, values: [...values] }));
  return {
    changeNotes: async (tenant, caseId, by, change) => {
      const [tag, until] = ["tag" in change ? change.tag : null, "until" in change ? change.until : null];
      const values = [tenant, caseId, by, change.kind, tag, until, mostTags];
      const { kind } = onlyRow(await database.run({ text: changeText, values }), changedSchema);
      if (kind === "changed") tell(caseId);
      return { kind };
    },
    readNotes: async (tenant, caseIds) => {
      const notes = new Map<CaseId, CaseNotes>();
      for (const { case_id: caseId, tag, until } of await rows(noteSchema, notesText, [tenant, caseIds])) {
        const known = notes.get(caseId) ?? noNotes;
        notes.set(caseId, {
          tags: tag === null ? known.tags : [...known.tags, tag],
          snoozedUntil: until ?? known.snoozedUntil,
        });
      }
      return notes;
    },
    readNoteChanges: (tenant, caseId) => rows(keptChangeSchema, keptChangesText, [tenant, caseId]),
    listTags: (tenant) => rows(tagSchema, tagsText, [tenant]),
    listChanged: async (tenant, from, limit) =>
      (await rows(caseIdRowSchema, changedCasesText, [tenant, from, limit])).map(({ case_id: caseId }) => caseId),
    listHandedOver: (tenant, caseIds) => rows(handedSchema, handedText, [tenant, caseIds]),
    listLongestHandedOver: (tenant, mostOfEach) => rows(handedSchema, longestHandedText, [tenant, null, mostOfEach]),
  };
}

const changeText = "select purser_change_note($1, $2, $3, $4, $5, $6, $7) as kind";
const changedSchema = z.object({
  kind: z.enum(["changed", "unchanged", "too-many-tags", "no-such-case", "erased", "too-late"]),
});

const notesText = `select case_id, tag, null::timestamptz as until from case_tags
    where tenant = $1 and case_id = any ($2::text[])
  union all select case_id, null, until from case_snoozes
    where tenant = $1 and case_id = any ($2::text[]) and purser_is_snoozed(tenant, case_id)
  order by 1, 2`;
const noteSchema = z.object({ case_id: caseIdSchema, tag: z.string().nullable(), until: momentField.nullable() });

const keptChangesText = `select at, by, kind, about from case_note_changes where tenant = $1 and case_id = $2
  order by number desc limit 100`;
const keptChangeSchema = z.object({
  at: momentField,
  by: z.string(),
  kind: z.enum(["tag-added", "tag-removed", "snoozed", "woken"]),
  about: z.string().nullable(),
});

const tagsText = `select tag, count(*)::integer as cases from case_tags where tenant = $1
  group by tag order by 2 desc, 1 limit 100`;
const tagSchema = z.object({ tag: z.string(), cases: z.int() });

const changedCasesText = `select case_id from (
    select case_id, max(at) as at from (
      (select case_id, updated_at as at from cases where tenant = $1 and version > 0 and updated_at >= $2
        order by updated_at desc limit $3)
      union all (select case_id, at from case_note_changes where tenant = $1 and at >= $2 order by at desc limit $3)
      union all (select case_id, until from case_snoozes where tenant = $1 and until >= $2 and until <= purser_now_ms()
        order by until desc limit $3)
    ) as change group by case_id order by 2 desc limit $3
  ) as changed order by at`;
const caseIdRowSchema = z.object({ case_id: caseIdSchema });

/** Who writes to a customer by an inlet is a teammate, or another case that passes on what it said. */
const handedText = `select owner.case_id, owner.queue, owner.handed_at, min(event.at) as replied_at
  from case_owners owner left join events event on event.tenant = owner.tenant and event.case_id = owner.case_id
    and event.kind = 'message.sent' and event.writer = 'inlet' and event.at >= owner.handed_at
    and not starts_with(event.actor_id, 'case_')
  where owner.tenant = $1 and ($2::text[] is null or owner.case_id = any ($2::text[]))
  group by owner.tenant, owner.case_id`;
const longestHandedText = `select case_id, queue, handed_at, replied_at from (
    select handed.*, row_number() over (partition by queue, replied_at is null order by handed_at, case_id) as place
      from (${handedText}) as handed
  ) as placed where place <= $3`;
const handedSchema = z
  .object({
    case_id: caseIdSchema,
    queue: z.string(),
    handed_at: momentField,
    replied_at: momentField.nullable(),
  })
  .transform(({ case_id: caseId, queue, handed_at: handedAt, replied_at: repliedAt }) => ({
    caseId,
    queue,
    handedAt,
    repliedAt,
  }));
