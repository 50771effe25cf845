import { caseIdSchema, caseStatusSchema, customerIdSchema, hashSchema } from "@purser/contract";
import { z } from "zod";
import type { CaseRow } from "../../cases/case-store.ts";
import type { SealedState } from "../sealed-state.ts";
import { bytesField, momentField, subjectIdField } from "./row-fields.ts";

/** A row of `cases`: what lists show, and the stored state as it is. */
export type CaseRecord = { row: CaseRow; isErased: boolean; sealedState: SealedState | null };

/** All columns that a `CaseRecord` is made from but the sealed state. */
export const recordColumns = [
  "tenant",
  "case_id",
  "customer_id",
  "channel",
  "status",
  "version",
  "head_hash",
  "opened_at",
  "updated_at",
  "wake_at",
  "runnable_since",
  "blueprint_hash",
  "is_erased",
  "state_seq",
  "state_fold_version",
  "state_subject_id",
] as const;

/** The columns of a case as lists show it. */
export const listedColumns = recordColumns.slice(0, 12);

const listedShape = {
  tenant: z.string(),
  case_id: caseIdSchema,
  customer_id: customerIdSchema.nullable(),
  channel: z.string(),
  status: caseStatusSchema,
  version: z.int(),
  head_hash: hashSchema,
  opened_at: momentField,
  updated_at: momentField,
  wake_at: momentField.nullable(),
  runnable_since: momentField.nullable(),
  blueprint_hash: hashSchema,
};
const listedSchema = z.object(listedShape);

export const caseRowSchema = listedSchema.transform(rowOf);

export const caseRecordSchema = z
  .object({
    ...listedShape,
    is_erased: z.boolean(),
    state_seq: z.int().nullable(),
    state_fold_version: z.int().nullable(),
    state_subject_id: subjectIdField.nullable(),
    state_sealed: bytesField.nullable(),
  })
  .transform((columns): CaseRecord => {
    const {
      state_seq: seq,
      state_fold_version: foldVersion,
      state_subject_id: subjectId,
      state_sealed: sealed,
    } = columns;
    const hasState = seq !== null && foldVersion !== null && subjectId !== null && sealed !== null;
    const sealedState = hasState ? { seq, foldVersion, subjectId, sealed } : null;
    return { row: rowOf(columns), isErased: columns.is_erased, sealedState };
  });

function rowOf(columns: z.infer<typeof listedSchema>): CaseRow {
  return {
    tenant: columns.tenant,
    caseId: columns.case_id,
    customerId: columns.customer_id,
    channel: columns.channel,
    status: columns.status,
    version: columns.version,
    headHash: columns.head_hash,
    openedAt: columns.opened_at,
    updatedAt: columns.updated_at,
    wakeAt: columns.wake_at,
    isRunnable: columns.runnable_since !== null,
    blueprintHash: columns.blueprint_hash,
  };
}
