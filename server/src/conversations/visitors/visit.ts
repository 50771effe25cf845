import {
  type CaseId,
  type CustomerId,
  type FileId,
  epochMsOf,
  type NewEvent,
  PurserError,
  type VisitorSession,
} from "@purser/contract";
import { appendSeen, refuseClosed } from "../append-inlet.ts";
import { type Answering, answerPause } from "../pauses/answer-pause.ts";
import { derivedId } from "@purser/kit/audit";
import type { Desk } from "../desk.ts";
import { openCase } from "../open-case.ts";
import { type CaseNow, readCaseNow, readCasesNow } from "../read-case-now.ts";
import type { IncomingMessage } from "../receive-message.ts";
import { refuseOtherWords } from "../same-words.ts";
import {
  openVisitorSession,
  readConversation,
  type SessionMeans,
  siteMethod,
  type Visitor,
  type VisitorIdentity,
} from "./visitor-session.ts";

/** The channel that visitors write on. */
const visitorChannel = "chat";
const provider = "visitor";
const askedByButton = "She asked for a person by the button in the chat.";
/** So many of her last cases are looked at for one that she can go on with. */
const lookedAt = 20;
/** An identity that ends sooner than this is shown anew. */
const renewedBeforeMs = 60_000;
/** The first events of a case, among which its first message is. */
const firstEvents = 5;

/**
 * The conversation of a key, with its first message. The same key opens the same one, whoever comes first; `isNew` is false
 * when there was one, and `hasMessage` whether this very message began it.
 */
export async function openConversation(
  { key, messageId, text, attachments, wantsPerson = false }: { key: string; wantsPerson?: boolean } & VisitorWords,
  { customerRef, level, identifiedUntil }: VisitorIdentity,
  desk: Desk,
): Promise<{ caseId: CaseId; hasMessage: boolean }> {
  const newId = await conversationOf(key, desk);
  const message = { text, provider, deliveryId: messageId, files: { of: newId, ids: attachments } };
  const { caseId, isNew } = await openCase(
    {
      caseId: newId,
      trigger: { kind: "message", name: visitorChannel },
      channel: visitorChannel,
      customerRef,
      identity:
        customerRef === null
          ? { level: 0, method: "none", expiresAt: null }
          : { level, method: siteMethod, expiresAt: identifiedUntil },
      delivery: { provider: "visitor-key", deliveryId: key },
      message,
      ...(wantsPerson ? { handoffReason: askedByButton } : {}),
    },
    desk,
  );
  return { caseId, hasMessage: isNew || (await beganWith(caseId, { messageId, text, attachments }, desk)) };
}

type VisitorWords = { messageId: string; text: string; attachments: readonly FileId[] };

/** The case that a key opens: known before it is open, so that files can be sent ahead of the first message. */
export async function conversationOf(key: string, { tenant, store }: Pick<Desk, "tenant" | "store">): Promise<CaseId> {
  return derivedId("case", { purpose: "visitor-key", tenant, key }, await store.deploymentSecret());
}

/**
 * Whether this message began the conversation: it is known by the key then, and not by its name in the conversation. Throws PUR-2037
 * where one of other words did under its name.
 */
export async function beganWith(caseId: CaseId, message: VisitorWords, desk: Desk): Promise<boolean> {
  const begun = await desk.store.readEvents(desk.tenant, caseId, 0, firstEvents);
  const first = begun.find(({ event }) => event?.kind === "message.received")?.event;
  if (first?.kind !== "message.received" || first.body.deliveryId !== message.messageId) return false;
  refuseOtherWords(first.body, { text: message.text, fileIds: message.attachments }, caseId);
  return true;
}

/** A message of hers in her conversation; the same name in the same conversation is stored once. */
export function visitorMessage(caseId: CaseId, { messageId, text, attachments }: VisitorWords): IncomingMessage {
  return { text, provider, deliveryId: `${caseId}:${messageId}`, files: { of: caseId, ids: attachments } };
}

/** The name that her own program gave a message; null for one that came another way. */
export function messageIdIn(delivery: { provider: string; deliveryId: string }): string | null {
  return delivery.provider === provider ? (delivery.deliveryId.split(":").at(-1) ?? null) : null;
}

/**
 * The host site says who a visitor is. A conversation that she began as a stranger becomes hers and goes on; one that is
 * another customer's stays that customer's, and she gets her own last one that is open, if there is one.
 */
export async function identifyVisitor(
  current: Visitor | null,
  identity: VisitorIdentity & { customerRef: string },
  desk: Desk,
  means: SessionMeans,
): Promise<VisitorSession> {
  const customerId = await desk.store.customerOf(desk.tenant, identity.customerRef);
  const begun = current?.case ?? null;
  const isHers = begun !== null && (await bindConversation(begun, current, { ...identity, customerId }, desk));
  const caseId = isHers ? begun : await lastOpenOf(customerId, desk);
  if (caseId !== null && !isHers) await bindConversation(caseId, null, { ...identity, customerId }, desk);
  return openVisitorSession({ ...identity, caseId }, means);
}

type Known = VisitorIdentity & { customerRef: string; customerId: CustomerId };

/** Whether the conversation is hers now; one that is over is not gone on with, and of one that was merged what goes on counts. */
async function bindConversation(caseId: CaseId, current: Visitor | null, known: Known, desk: Desk): Promise<boolean> {
  const belongs = ({ state }: CaseNow): boolean =>
    state.lifecycle !== "closed" &&
    state.lifecycle !== "erased" &&
    (state.customerRef === known.customerRef || (state.customerRef === null && current !== null));
  try {
    const { mergedInto } = (await readCaseNow(caseId, desk)).state;
    if (mergedInto !== null) return await bindConversation(mergedInto, current, known, desk);
    await appendSeen(caseId, known.customerId, desk, (caseNow) =>
      belongs(caseNow) && !isShown(caseNow, known) ? [shown(caseNow, known)] : [],
    );
    return belongs(await readCaseNow(caseId, desk));
  } catch (error) {
    if (error instanceof PurserError && error.code === "PUR-2182") return false;
    throw error;
  }
}

/** Nothing is written, and nobody thinks anew, for a page that is loaded again. */
function isShown({ state, now }: CaseNow, { customerRef, level }: Known): boolean {
  const { identity } = state;
  const lastsMs = identity.expiresAt === null ? Infinity : epochMsOf(identity.expiresAt) - epochMsOf(now);
  const isAsGood = state.customerRef === customerRef && identity.method === siteMethod && identity.level >= level;
  return isAsGood && lastsMs > renewedBeforeMs;
}

function shown({ state }: CaseNow, { level, identifiedUntil, customerId, customerRef }: Known): NewEvent {
  return {
    kind: "identity.changed",
    body: {
      subject: customerId,
      level,
      method: siteMethod,
      expiresAt: identifiedUntil,
      ...(state.customerRef === null ? { customer: { id: customerId, ref: customerRef } } : {}),
    },
  };
}

/** The last case that she has open with us on this channel; parts of other cases' work are not conversations. */
async function lastOpenOf(customerId: CustomerId, desk: Desk): Promise<CaseId | null> {
  const filter = { tenant: desk.tenant, status: null, customerId, after: null, limit: lookedAt };
  const open = (await desk.store.listCases(filter)).rows.filter(
    ({ channel, status }) => channel === visitorChannel && status !== "closed" && status !== "resolved",
  );
  // One that cannot be read keeps her from none of the others, nor from a new one.
  const { cases } = await readCasesNow(
    open.map(({ caseId }) => caseId),
    desk,
  );
  return open.find(({ caseId }) => cases.get(caseId)?.state.parent === null)?.caseId ?? null;
}

/** She clicked yes or no on what a question showed. Throws PUR-2002 for a question of another case, and what `answerPause` throws. */
export async function answerAsVisitor(
  visitor: Visitor,
  { pauseId, ...answer }: { pauseId: Parameters<typeof answerPause>[0]; digest: string; decision: "yes" | "no" },
  desk: Desk,
): Promise<{ caseId: CaseId }> {
  const { row } = await readConversation(visitor, desk);
  const pause = await desk.store.findPause(desk.tenant, pauseId);
  if (pause?.caseId !== row.caseId) throw new PurserError("PUR-2002", pauseId);
  return answerPause(pauseId, answer, byVisitor(row), desk);
}

function byVisitor(row: CaseNow["row"]): Answering {
  const id = row.customerId ?? row.caseId;
  return { kind: "customer", id, role: null, authenticated: "visitor-session", surface: "chat" };
}

/** She wants a person: the case is handed over, whatever the agent is at. Where people have it already nothing changes. */
export async function askForPerson(visitor: Visitor, desk: Desk): Promise<CaseId> {
  const { row } = await readConversation(visitor, desk);
  const by = row.customerId ?? row.caseId;
  await appendSeen(row.caseId, by, desk, (caseNow) => {
    refuseClosed(caseNow);
    const { owner, handoffDue } = caseNow.state;
    if (owner.kind !== "agent" || handoffDue !== null) return [];
    return [{ kind: "handoff.asked", body: { by, reason: askedByButton, trigger: "person-asked" } }];
  });
  return row.caseId;
}

/** What she thought of it; of several the last one counts. */
export async function rateConversation(
  visitor: Visitor,
  { rating, comment = null }: { rating: number; comment?: string | null },
  desk: Desk,
): Promise<CaseId> {
  const { row } = await readConversation(visitor, desk);
  await appendSeen(row.caseId, row.customerId ?? row.caseId, desk, () => [
    { kind: "case.rated", body: { rating, comment } },
  ]);
  return row.caseId;
}
