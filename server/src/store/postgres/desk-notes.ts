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
    listLongestHandedOver: (tenant, mostOfEach, from) =>
      rows(handedSchema, longestHandedText, [
        tenant,
        mostOfEach,
        from.map(({ queue }) => queue),
        from.map(({ owed }) => owed),
        from.map(({ answered }) => answered),
      ]),
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
const repliedText = `cross join lateral (
    select min(event.at) as replied_at from events event
      where event.tenant = owner.tenant and event.case_id = owner.case_id and event.kind = 'message.sent'
        and event.writer = 'inlet' and event.at >= owner.handed_at and not starts_with(event.actor_id, 'case_')
  ) as reply`;
const handedColumns = "owner.case_id, owner.queue, owner.handed_at, reply.replied_at";
const handedText = `select ${handedColumns} from case_owners owner ${repliedText}
  where owner.tenant = $1 and owner.case_id = any ($2::text[])`;

/** Each group is read in the order of its index, until there are enough of it. */
function groupText(bound: "owed" | "answered", isOfGroup: string): string {
  return `(select ${handedColumns} from case_owners owner ${repliedText}
    where owner.tenant = $1 and owner.queue = names.queue and reply.replied_at ${isOfGroup}
      and owner.handed_at >= coalesce(bound.${bound}, other.${bound}, '-infinity')
    order by owner.handed_at, owner.case_id limit $2)`;
}
const longestHandedText = `with recursive names (queue) as (
    (select queue from case_owners where tenant = $1 order by queue limit 1)
    union all
    select (select owner.queue from case_owners owner where owner.tenant = $1 and owner.queue > names.queue
      order by owner.queue limit 1) from names where names.queue is not null
  ), bounds as (
    select * from unnest($3::text[], $4::timestamptz[], $5::timestamptz[]) as each (queue, owed, answered)
  )
  select handed.* from names
    left join bounds bound on bound.queue = names.queue
    left join bounds other on other.queue is null
    cross join lateral (${groupText("owed", "is null")} union all ${groupText("answered", "is not null")}) as handed`;
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
