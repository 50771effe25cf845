import type { CaseId } from "@purser/contract";
import type { Desk } from "../../server/src/conversations/desk.ts";
import { openCase } from "../../server/src/conversations/open-case.ts";

/** A case that a customer opens who is logged in at the shop's site and writes in its chat. */
export async function opensChat(
  customerRef: string,
  text: string,
  desk: Desk,
  { provider, deliveryId }: { provider: string; deliveryId: string } = { provider: "chat", deliveryId: "0" },
): Promise<CaseId> {
  const { caseId } = await openCase(
    {
      trigger: { kind: "message", name: "chat" },
      channel: "chat",
      customerRef,
      identity: { level: 2, method: "token", expiresAt: null },
      message: { text, provider, deliveryId },
    },
    desk,
  );
  return caseId;
}
