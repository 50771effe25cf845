import { type CaseId, type NewEvent, type Pause, PurserError } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { pauseRowsOf } from "../cases/pause-rows.ts";
import type { Desk } from "./desk.ts";
import { type IdentifyingMessage, readIdentifying } from "./identifying-message.ts";
import { type CaseNow, readCaseNow } from "./read-case-now.ts";
import { readYesOrNo } from "../cases/yes-or-no.ts";

export type IncomingMessage = { text: string; provider: string; deliveryId: string };

/** How often a yes is held against a case that keeps moving before it goes in as an ordinary message. */
const attempts = 5;

/**
 * Takes a customer's message in: committed before anything is answered, once for each delivery. A plain yes or no to
 * the one open confirmation answers it in the same append; with several open it answers none. What says who she is, an
 * address or a code, is taken here, and a code is struck out. What no machine may answer is marked here, before any
 * worker sees it, and answers and identifies nothing.
 */
export async function receiveMessage(
  caseId: CaseId,
  message: IncomingMessage,
  desk: Desk,
): Promise<{ isNew: boolean }> {
  for (let attempt = 1; ; attempt += 1) {
    const caseNow = await readCaseNow(caseId, desk);
    const { lifecycle } = caseNow.state;
    if (lifecycle === "closed" || lifecycle === "erased") throw new PurserError("PUR-2004", caseId);
    const identifying = await readIdentifying(message.text, caseNow, desk);
    const pause = attempt < attempts && identifying === null ? answeredPause(message.text, caseNow) : null;
    const result = await append(message, caseNow, { identifying, pause }, desk);
    if (result.kind === "appended" || result.kind === "duplicate") return { isNew: result.kind === "appended" };
  }
}

type Meaning = { identifying: IdentifyingMessage | null; pause: Pause | null };

async function append(message: IncomingMessage, caseNow: CaseNow, { identifying, pause }: Meaning, desk: Desk) {
  const { row, state } = caseNow;
  const { caseId, tenant } = row;
  const senderId = row.customerId ?? caseId;
  const received = receivedEvent(
    {
      ...message,
      text: identifying?.text ?? message.text,
      channel: state.channel,
      senderId,
      answers: pause?.pauseId ?? null,
      ...(identifying?.identifies === undefined ? {} : { identifies: identifying.identifies }),
    },
    desk,
  );
  const isForPerson = received.body.sensitive !== undefined;
  const { messageId } = received.body;
  const events: NewEvent[] = [
    received,
    ...(isForPerson ? [] : (identifying?.events(messageId) ?? [])),
    ...(pause === null ? [] : [chatAnswer(message.text, pause, senderId)]),
  ];
  return desk.store.appendInlet({
    tenant,
    caseId,
    subjectId: senderId,
    actorId: senderId,
    dedupeKey: hashOf({ provider: message.provider, deliveryId: message.deliveryId }),
    events,
    open: null,
    expectedVersion: pause === null && identifying?.isBound !== true ? null : row.version,
    notAfter: pause?.expiresAt ?? identifying?.notAfter ?? null,
    pauses: pauseRowsOf(state, caseId, events),
    outboxDone: null,
  });
}

/** The one open confirmation that a plain yes or no can only mean. */
function answeredPause(text: string, { state, now }: CaseNow): Pause | null {
  if (readYesOrNo(text) === null) return null;
  const open = state.pauses.filter(
    ({ mayAnswer, kind, expiresAt }) => mayAnswer.kind === "customer" && kind === "confirm" && now < expiresAt,
  );
  const [only, ...others] = open;
  return only !== undefined && others.length === 0 ? only : null;
}

function chatAnswer(text: string, { pauseId, proposalId, digest }: Pause, senderId: string): NewEvent {
  return {
    kind: "pause.answered",
    body: {
      pauseId,
      proposalId,
      digest,
      decision: readYesOrNo(text) ?? "no",
      by: { kind: "customer", id: senderId, role: null },
      authenticated: "channel",
      surface: "chat",
      reason: null,
      value: null,
    },
  };
}

export function receivedEvent(
  message: IncomingMessage & {
    channel: string;
    senderId: string;
    answers: Pause["pauseId"] | null;
    identifies?: IdentifyingMessage["identifies"];
  },
  desk: Pick<Desk, "id" | "sensitiveTopic">,
): Extract<NewEvent, { kind: "message.received" }> {
  const { text, provider, deliveryId, channel, senderId, answers, identifies } = message;
  const sensitive = answers === null ? desk.sensitiveTopic(text) : null;
  return {
    kind: "message.received",
    body: {
      messageId: desk.id("msg"),
      channel,
      sender: { kind: "customer", id: senderId },
      provider,
      deliveryId,
      text,
      answers,
      ...(identifies === undefined ? {} : { identifies }),
      ...(sensitive === null ? {} : { sensitive }),
    },
  };
}
