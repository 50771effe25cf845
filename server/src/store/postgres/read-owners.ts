import { caseIdSchema, handoffTriggerSchema } from "@purser/contract";
import { z } from "zod";
import type { OwnerRow } from "../../cases/owner-rows.ts";
import type { Database } from "./database.ts";
import { momentField } from "./row-fields.ts";
import { builder } from "./tables.ts";

export async function listOwners(database: Database, tenant: string): Promise<readonly OwnerRow[]> {
  const query = builder
    .selectFrom("case_owners")
    .selectAll()
    .where("tenant", "=", tenant)
    .orderBy("since")
    .orderBy("case_id");
  return z.array(ownerSchema).parse(await database.run(query.compile()));
}

const ownerSchema = z
  .object({
    case_id: caseIdSchema,
    queue: z.string(),
    trigger: handoffTriggerSchema.nullable(),
    topic: z.string().nullable(),
    assigned_to: z.string().nullable(),
    teammate_id: z.string().nullable(),
    since: momentField,
  })
  .transform(({ queue, trigger, topic, since, ...row }): OwnerRow => {
    const { case_id: caseId, assigned_to: assignedTo, teammate_id: teammateId } = row;
    return { caseId, queue, trigger, topic, assignedTo, teammateId, since };
  });
