import { type CaseId, type EventBody, type FileId, PurserError } from "@purser/contract";
import { withoutCodes } from "../cases/identification-text.ts";

type Sent = { text: string; fileIds: readonly FileId[] };

/**
 * Throws PUR-2037 where other words, or other files, came under the name of a message that is stored: they would be lost. What was
 * struck out of the stored words, or erased with them, cannot be compared, and counts as the same.
 */
export function refuseOtherWords(
  stored: EventBody<"message.received"> | null,
  { text, fileIds }: Sent,
  caseId: CaseId,
): void {
  if (stored === null) return;
  const files = new Set((stored.attachments ?? []).map(({ fileId }) => fileId));
  const areSameFiles = fileIds.length === files.size && fileIds.every((fileId) => files.has(fileId));
  const areSameWords = stored.text === text || stored.text === withoutCodes(text);
  if (!areSameWords || !areSameFiles) throw new PurserError("PUR-2037", caseId);
}
