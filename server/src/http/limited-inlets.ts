import { type CaseId, PurserError } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { Desk } from "../conversations/desk.ts";
import { keepLimit } from "../conversations/keep-limit.ts";
import { type NewCase, openCase, type OpenedCase } from "../conversations/open-case.ts";
import { type IncomingMessage, receiveMessage } from "../conversations/receive-message.ts";

/**
 * A customer's message, within what a visitor may write. A repeat of a delivery counts once. Throws PUR-2167 before it is
 * stored, and what `receiveMessage` throws.
 */
export async function takeMessage(
  caseId: CaseId,
  message: IncomingMessage,
  desk: Desk,
): Promise<{ caseId: CaseId; isNew: boolean }> {
  const row = await desk.store.readCase(desk.tenant, caseId);
  if (row === null) throw new PurserError("PUR-2002", caseId);
  await keepLimit("messages", { of: row.customerId ?? caseId, turnId: turnIdOf(message) }, desk);
  return receiveMessage(caseId, message, desk);
}

/**
 * A case that a customer opens by writing, within what she may open and write. Who is not known yet has no limit but that of
 * the key: nobody can say whether two are one. Throws PUR-2168 and PUR-2167 before it is stored.
 */
export async function takeCase(request: NewCase, desk: Desk): Promise<OpenedCase> {
  const { message, customerRef } = request;
  if (message !== undefined && customerRef !== null) {
    const of = await desk.store.customerOf(desk.tenant, customerRef);
    const turnId = turnIdOf(message);
    await keepLimit("newCases", { of, turnId }, desk);
    await keepLimit("messages", { of, turnId }, desk);
  }
  return openCase(request, desk);
}

function turnIdOf({ provider, deliveryId }: IncomingMessage): string {
  return hashOf({ provider, deliveryId });
}
