import type { CaseId, IdentityLevel, Instant, JsonObject, NewEvent } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { Desk } from "./desk.ts";
import { customersFiles, nameFiles } from "./files.ts";
import { type IncomingMessage, receivedEvent } from "./receive-message.ts";

/** How the customer showed who she is, as the channel proved it. */
export type ShownIdentity = { level: IdentityLevel; method: string; expiresAt: Instant | null };

export type NewCase = {
  /** Its id, where that was given before; absent for a new one. */
  caseId?: CaseId;
  trigger: { kind: "message" | "person" | "schedule" | "event"; name: string };
  channel: string;
  /** Her id in the systems of record; null while nobody knows who writes. */
  customerRef: string | null;
  identity: ShownIdentity;
  subject?: string;
  goal?: string;
  procedure?: string;
  /** What it knows from the start, by path. */
  given?: JsonObject;
  /** The first message, with the provider's id of its delivery: the same delivery twice opens one case. */
  message?: IncomingMessage;
  /** The delivery that opens the case, where that is not its first message's; the same one twice opens one case. */
  delivery?: { provider: string; deliveryId: string };
  /** Why a person is to have it, where she asked for one from the start. */
  handoffReason?: string;
};

export type OpenedCase = { caseId: CaseId; isNew: boolean };

/** Opens a case, with its first message if there is one, in one append. */
export async function openCase(request: NewCase, desk: Desk): Promise<OpenedCase> {
  const { store, tenant } = desk;
  const { channel, customerRef, identity, message } = request;
  const caseId = request.caseId ?? desk.id("case");
  const customerId = customerRef === null ? null : await store.customerOf(tenant, customerRef);
  const sender = customerId ?? caseId;
  const delivery = request.delivery ?? message;
  const attachments = await nameFiles(message?.files ?? null, customersFiles, caseId, desk);
  const events: NewEvent[] = [
    {
      kind: "case.opened",
      body: {
        trigger: request.trigger,
        channel,
        customerId,
        customerRef,
        subject: request.subject ?? null,
        goal: request.goal ?? null,
        procedure: request.procedure ?? null,
        blueprintHash: desk.blueprintHash(),
        parent: null,
        ...(request.given === undefined ? {} : { given: request.given }),
      },
    },
  ];
  if (identity.level > 0) events.push({ kind: "identity.changed", body: { subject: sender, ...identity } });
  if (message !== undefined)
    events.push(receivedEvent({ ...message, attachments, channel, senderId: sender, answers: null }, desk));
  if (request.handoffReason !== undefined)
    events.push({
      kind: "handoff.asked",
      body: { by: sender, reason: request.handoffReason, trigger: "person-asked" },
    });
  const result = await store.appendInlet({
    tenant,
    caseId,
    subjectId: sender,
    actorId: sender,
    dedupeKey: delivery === undefined ? null : hashOf({ provider: delivery.provider, deliveryId: delivery.deliveryId }),
    events,
    open: { customerId, channel, blueprintHash: desk.blueprintHash() },
    expectedVersion: null,
    notAfter: null,
    pauses: [],
    outboxDone: null,
  });
  return result.kind === "duplicate" ? { caseId: result.caseId, isNew: false } : { caseId, isNew: true };
}
