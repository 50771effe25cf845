import { type CountedCases, type InsightKey, caseIdSchema, handoffTriggerSchema, unreachable } from "@purser/contract";
import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import type { CaseMeasure } from "../../cases/case-measure.ts";
import type {
  Counted,
  CountedFilter,
  InsightQuery,
  InsightSpan,
  InsightStore,
  Measured,
} from "../../cases/insight-store.ts";
import type { Database } from "./database.ts";
import { onlyRow } from "./only-row.ts";
import { largeField } from "./row-fields.ts";
import { builder } from "./tables.ts";

export function insightsIn(database: Database): InsightStore {
  return {
    listUnmeasured: async (tenant, limit) =>
      z.array(unmeasuredSchema).parse(await database.run({ ...unmeasured, values: [tenant, limit] })),
    keepMeasure: async (tenant, at, measure) => {
      if (measure === null) await database.run({ ...keepNothing, values: [tenant, at.caseId, at.version] });
      else await database.run({ ...keep, values: [tenant, ...valuesOf(measure)] });
    },
    readCounted: (query) => readCounted(database, query),
  };
}

/** What was committed late may have changed before what was seen last: a minute is looked through again. */
const unmeasured = {
  name: "list-unmeasured",
  text: `select case_id, version from cases
    where tenant = $1 and version > 0
      and updated_at >= coalesce((select max(case_updated_at) from case_measures where tenant = $1), '-infinity')
        - interval '1 minute'
      and not exists (select from case_measures known where known.tenant = cases.tenant
        and known.case_id = cases.case_id and known.version >= cases.version)
    order by updated_at, case_id limit $2`,
} as const;
const unmeasuredSchema = z
  .object({ case_id: caseIdSchema, version: z.int() })
  .transform(({ case_id: caseId, version }): Measured => ({ caseId, version }));

const changedAt = "(select updated_at from cases where tenant = $1 and case_id = $2)";
const keepNothing = {
  name: "keep-no-measure",
  text: `insert into case_measures (tenant, case_id, version, case_updated_at) values ($1, $2, $3, ${changedAt})
    on conflict (tenant, case_id) do update set version = excluded.version, case_updated_at = excluded.case_updated_at`,
} as const;
const keep = {
  name: "keep-measure",
  text: `insert into case_measures (tenant, case_id, version, case_updated_at, opened_at, is_part, channel, procedure,
      ending, is_verified, handoff, resolution_ms, rating, unanswered, tokens, cost_micros, tools, policies)
    values ($1, $2, $3, ${changedAt}, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::jsonb, $17::jsonb)
    on conflict (tenant, case_id) do update set version = excluded.version, case_updated_at = excluded.case_updated_at,
      procedure = excluded.procedure, ending = excluded.ending, is_verified = excluded.is_verified,
      handoff = excluded.handoff, resolution_ms = excluded.resolution_ms, rating = excluded.rating, unanswered = excluded.unanswered, tokens = excluded.tokens,
      cost_micros = excluded.cost_micros, tools = excluded.tools, policies = excluded.policies
    where case_measures.version < excluded.version`,
} as const;

function valuesOf(measure: CaseMeasure): readonly unknown[] {
  const { caseId, version, openedAt, isPart, channel, procedure, end, isVerified } = measure;
  const { handoff, resolutionMs, rating, unanswered, tokens, costMicros, tools, policies } = measure;
  const spent = [
    handoff,
    resolutionMs,
    rating,
    unanswered,
    tokens,
    costMicros,
    JSON.stringify(tools),
    JSON.stringify(policies),
  ];
  return [caseId, version, openedAt, isPart, channel, procedure, end, isVerified, ...spent];
}

async function readCounted(database: Database, { tenant, by, ...span }: InsightQuery): Promise<Counted> {
  const counted = builder.selectFrom("case_measures").where("tenant", "=", tenant).where(inSpan(span));
  const [groups, totals, handoffs, tools, policies] = await Promise.all([
    database.run(
      counted
        .select(keyOf(by, span).as("key"))
        .select(figures)
        .groupBy(sql`1`)
        .orderBy(orderOf(by))
        .compile(),
    ),
    database.run(
      counted
        .select(sql<null>`null`.as("key"))
        .select(figures)
        .compile(),
    ),
    database.run(
      counted
        .where("handoff", "is not", null)
        .select(["handoff", sql<string>`count(*)`.as("cases")])
        .groupBy("handoff")
        .orderBy(sql`2 desc, 1`)
        .compile(),
    ),
    database.run(
      counted
        .innerJoin(sql<{ key: string; value: string }>`lateral jsonb_each(tools)`.as("used"), (join) => join.onTrue())
        .select(sql<string>`used.key`.as("tool"))
        .select(
          uses.map((use) => sql<string>`coalesce(sum((used.value ->> ${sql.lit(use)})::bigint), 0)::text`.as(use)),
        )
        .groupBy(sql`1`)
        .orderBy(sql`1`)
        .compile(),
    ),
    database.run(
      counted
        .innerJoin(sql<{ key: string; value: string }>`lateral jsonb_each_text(policies)`.as("judged"), (join) =>
          join.onTrue(),
        )
        .select([sql<string>`judged.key`.as("policy"), sql<string>`sum(judged.value::bigint)::text`.as("judged")])
        .groupBy(sql`1`)
        .orderBy(sql`1`)
        .compile(),
    ),
  ]);
  return {
    total: onlyRow(totals, groupSchema).figures,
    groups: z.array(groupSchema).parse(groups),
    handoffs: z.array(handoffSchema).parse(handoffs),
    tools: z.array(toolSchema).parse(tools),
    policies: z.array(policySchema).parse(policies),
  };
}

const uses = ["read", "done", "undone", "refused", "failed", "unknown"] as const;

function inSpan({ since, until }: InsightSpan): RawBuilder<boolean> {
  return sql<boolean>`not is_part and opened_at >= ${since}::timestamptz and opened_at < ${until}::timestamptz`;
}

function keyOf(by: InsightKey, { timeZone }: InsightSpan): RawBuilder<string | null> {
  if (by !== "week") return sql<string | null>`${sql.ref(`case_measures.${by}`)}`;
  return sql<string>`to_char(date_trunc('week', case_measures.opened_at at time zone ${timeZone}), 'YYYY-MM-DD')`;
}

const orderOf = (by: InsightKey): RawBuilder<unknown> => (by === "week" ? sql`1` : sql`2 desc, 1`);

function isCounted(what: CountedCases): RawBuilder<boolean> {
  switch (what) {
    case "cases":
      return sql<boolean>`true`;
    case "open":
      return sql<boolean>`ending = 'open'`;
    case "resolvedByAgent":
      return sql<boolean>`ending = 'resolved-by-agent'`;
    case "verified":
      return sql<boolean>`is_verified`;
    case "resolvedByPeople":
      return sql<boolean>`ending = 'resolved-by-people'`;
    case "closed":
      return sql<boolean>`ending = 'closed'`;
    case "handedOff":
      return sql<boolean>`handoff is not null`;
    case "unanswered":
      return sql<boolean>`unanswered > 0`;
    case "rated":
      return sql<boolean>`rating is not null`;
    default:
      return unreachable(what);
  }
}

const countOf = (what: CountedCases) => sql<string>`count(*) filter (where ${isCounted(what)})`.as(what);
const figures = [
  countOf("cases"),
  countOf("open"),
  countOf("resolvedByAgent"),
  countOf("verified"),
  countOf("resolvedByPeople"),
  countOf("closed"),
  countOf("handedOff"),
  countOf("unanswered"),
  countOf("rated"),
  sql<number | null>`avg(rating)::float8`.as("meanRating"),
  sql<string | null>`round(percentile_cont(0.5) within group (order by resolution_ms))::bigint`.as(
    "medianResolutionMs",
  ),
  sql<string>`coalesce(sum(tokens), 0)::bigint`.as("tokens"),
  sql<string>`coalesce(sum(cost_micros), 0)::bigint`.as("costMicros"),
] as const;

const groupSchema = z
  .object({
    key: z.string().nullable(),
    cases: largeField,
    open: largeField,
    resolvedByAgent: largeField,
    verified: largeField,
    resolvedByPeople: largeField,
    closed: largeField,
    handedOff: largeField,
    unanswered: largeField,
    rated: largeField,
    meanRating: z.number().nullable(),
    medianResolutionMs: largeField.nullable(),
    tokens: largeField,
    costMicros: largeField,
  })
  .transform(({ key, ...group }) => ({ key, figures: group }));
const handoffSchema = z
  .object({ handoff: handoffTriggerSchema, cases: largeField })
  .transform(({ handoff, cases }) => ({ trigger: handoff, cases }));
const toolSchema = z.object({
  tool: z.string(),
  read: largeField,
  done: largeField,
  undone: largeField,
  refused: largeField,
  failed: largeField,
  unknown: largeField,
});
const policySchema = z.object({ policy: z.string(), judged: largeField });

/** For a list of cases: whether the case of a row is one that a figure counts. */
export function isCountedCase({ what, group, handoff, ...span }: CountedFilter): RawBuilder<boolean> {
  const inGroup = group === null ? sql`true` : sql`${keyOf(group.by, span)} is not distinct from ${group.key}`;
  const forReason = handoff === null ? sql`true` : sql`handoff = ${handoff}`;
  return sql<boolean>`exists (select from case_measures where case_measures.tenant = cases.tenant
    and case_measures.case_id = cases.case_id and ${inSpan(span)} and ${isCounted(what)} and ${inGroup} and ${forReason})`;
}
