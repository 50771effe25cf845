import {
  type CallKey,
  type CaseId,
  type PauseId,
  caseIdSchema,
  pauseIdSchema,
  pauseKindSchema,
  pauseStateSchema,
} from "@purser/contract";
import { z } from "zod";
import type { PauseFilter, PauseRow } from "../../cases/case-store.ts";
import type { Database } from "./database.ts";
import { rowOrNull } from "./only-row.ts";
import { momentField } from "./row-fields.ts";
import { builder } from "./tables.ts";

export async function listPauses(
  database: Database,
  tenant: string,
  { state, kind }: PauseFilter,
  limit: number,
): Promise<readonly PauseRow[]> {
  const query = builder
    .selectFrom("pauses")
    .selectAll()
    .where("tenant", "=", tenant)
    .$if(state !== null, (pauses) => pauses.where("state", "=", state))
    .$if(kind !== null, (pauses) => pauses.where("kind", "=", kind))
    .orderBy("expires_at")
    .orderBy("pause_id")
    .limit(limit);
  return z.array(pauseSchema).parse(await database.run(query.compile()));
}

export async function findPause(database: Database, tenant: string, pauseId: PauseId): Promise<PauseRow | null> {
  return rowOrNull(await database.run({ ...pauseStatement, values: [tenant, pauseId] }), pauseSchema);
}

const pauseStatement = {
  name: "find-pause",
  text: "select * from pauses where tenant = $1 and pause_id = $2",
} as const;

export async function findCall(database: Database, tenant: string, key: CallKey): Promise<CaseId | null> {
  const query = builder.selectFrom("calls").select("case_id").where("tenant", "=", tenant).where("call_key", "=", key);
  return rowOrNull(await database.run(query.compile()), callSchema)?.case_id ?? null;
}

const pauseSchema = z
  .object({
    pause_id: pauseIdSchema,
    case_id: caseIdSchema,
    kind: pauseKindSchema,
    state: pauseStateSchema,
    may_answer: z.string(),
    opened_at: momentField,
    expires_at: momentField,
  })
  .transform(({ kind, state, ...row }): PauseRow => {
    const {
      pause_id: pauseId,
      case_id: caseId,
      may_answer: mayAnswer,
      opened_at: openedAt,
      expires_at: expiresAt,
    } = row;
    return { pauseId, caseId, kind, state, mayAnswer, openedAt, expiresAt };
  });
const callSchema = z.object({ case_id: caseIdSchema });
