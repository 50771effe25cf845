import { type CaseId, type Instant, PurserError, caseIdSchema, instantSchema } from "@purser/contract";
import { z } from "zod";

/** Where a page of cases ended: cases are listed by when they last changed, newest first, then by id downwards. */
export type CaseCursor = { updatedAt: Instant; caseId: CaseId };

export function writeCaseCursor(cursor: CaseCursor): string {
  return `${cursor.updatedAt}_${cursor.caseId}`;
}

/** @throws PurserError PUR-2001 for a text that `writeCaseCursor` did not write. */
export function readCaseCursor(text: string): CaseCursor {
  const cut = text.indexOf("_");
  const cursor = cursorSchema.safeParse({ updatedAt: text.slice(0, cut), caseId: text.slice(cut + 1) });
  if (!cursor.success) throw new PurserError("PUR-2001", "The cursor is not one that a page of cases ended with.");
  return cursor.data;
}

const cursorSchema = z.strictObject({ updatedAt: instantSchema, caseId: caseIdSchema });
