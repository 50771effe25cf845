import { type Attachment, type CaseId, type NewEvent, type Pause, type PauseId } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { asksAgain, stillWants } from "../cases/yes-or-no.ts";
import { pauseRowsOf } from "../cases/pause-rows.ts";
import { refuseClosed } from "./append-inlet.ts";
import type { Desk } from "./desk.ts";
import { customersFiles, nameFiles, type SentFiles } from "./files.ts";
import { type IdentifyingMessage, readIdentifying } from "./identifying-message.ts";
import { type ExpiredQuestion, lastExpiredOf, proposedAgain } from "./pauses/propose-again.ts";
import { type CaseNow, readCaseNow } from "./read-case-now.ts";
import { refuseOtherWords } from "./same-words.ts";
import { type ChatDecision, readAnswer } from "./pauses/read-answer.ts";

/** `files` are those that it names, and the case that they were sent to; absent for none. */
export type IncomingMessage = { text: string; provider: string; deliveryId: string; files?: SentFiles };

/** How often a yes is held against a case that keeps moving before it goes in as an ordinary message. */
const attempts = 5;

/**
 * Takes a customer's message in: committed before anything is answered, once for each delivery. A plain yes or no to
 * the one open confirmation, of the case or of a child case, answers it in the same append; with several open it answers
 * none, and she is asked which. What is written to a case that was merged goes to the one that goes on. “Yes, again” after a question of hers has expired has it proposed and asked anew. What says who she is, an address or a code, is taken here, and a code is struck out. What no
 * machine may answer is marked here, before any worker sees it, and answers and identifies nothing.
 *
 * @throws PurserError PUR-2007 the case is closed · PUR-2037 other words came under the same delivery.
 */
export async function receiveMessage(
  caseId: CaseId,
  message: IncomingMessage,
  desk: Desk,
): Promise<{ caseId: CaseId; isNew: boolean }> {
  for (let attempt = 1; ; attempt += 1) {
    const caseNow = await readCaseNow(caseId, desk);
    const { mergedInto } = caseNow.state;
    if (mergedInto !== null) return receiveMessage(mergedInto, message, desk);
    refuseClosed(caseNow);
    const attachments = await nameFiles(message.files ?? null, customersFiles, caseId, desk);
    const identifying = await readIdentifying(message.text, caseNow, desk);
    const isTooOften = attempt >= attempts;
    const isAgain = asksAgain(message.text) || (hasJustExpired(caseNow) && stillWants(message.text));
    const again = !isTooOften && isAgain ? await lastExpiredOf(caseNow, desk) : null;
    const answer = isTooOften || identifying !== null ? null : await readAnswer(message.text, caseNow, desk);
    const result =
      answer?.kind === "answers"
        ? await append(message, answer.asking, { ...means, attachments, answer }, desk)
        : await append(
            message,
            caseNow,
            { ...means, attachments, identifying, again, couldAnswer: answer?.pauseIds ?? null },
            desk,
          );
    if (result.kind === "appended") return { caseId, isNew: true };
    if (result.kind === "duplicate") {
      await refuseOther(result, message, desk);
      return { caseId, isNew: false };
    }
  }
}

/** Throws PUR-2037 where the delivery that was taken before brought something else. */
async function refuseOther(
  { caseId, seq }: { caseId: CaseId; seq: number },
  { text, files }: IncomingMessage,
  { store, tenant }: Desk,
): Promise<void> {
  const [event] = await store.readEventsAt(tenant, caseId, [seq]);
  const stored = event?.kind === "message.received" ? event.body : null;
  refuseOtherWords(stored, { text, fileIds: files?.ids ?? [] }, caseId);
}

/** Whether she has written nothing since a question of hers has expired. */
function hasJustExpired({ state }: CaseNow): boolean {
  const expired = state.finished.findLast(({ end }) => end.kind === "expired");
  const heard = state.messages.findLast(({ direction }) => direction === "in");
  return expired !== undefined && (heard === undefined || heard.seq < expired.seq);
}

type Meaning = {
  attachments: readonly Attachment[];
  identifying: IdentifyingMessage | null;
  answer: { pause: Pause; decision: ChatDecision } | null;
  /** Set when she wants to be asked again what has expired. */
  again: ExpiredQuestion | null;
  /** Set when it is an answer, and not clear to what. */
  couldAnswer: readonly PauseId[] | null;
};

const means: Meaning = { attachments: [], identifying: null, answer: null, again: null, couldAnswer: null };

async function append(
  message: IncomingMessage,
  caseNow: CaseNow,
  { attachments, identifying, answer, again, couldAnswer }: Meaning,
  desk: Desk,
) {
  const pause = answer?.pause ?? null;
  const { row, state } = caseNow;
  const { caseId, tenant } = row;
  const senderId = row.customerId ?? caseId;
  const received = receivedEvent(
    {
      ...message,
      attachments,
      text: identifying?.text ?? message.text,
      channel: state.channel,
      senderId,
      answers: pause?.pauseId ?? again?.pause.pauseId ?? null,
      ...(identifying?.identifies === undefined ? {} : { identifies: identifying.identifies }),
      ...(couldAnswer === null ? {} : { couldAnswer: [...couldAnswer] }),
    },
    desk,
  );
  const isForPerson = received.body.sensitive !== undefined;
  const { messageId } = received.body;
  const events: NewEvent[] = [
    received,
    ...(isForPerson ? [] : (identifying?.events(messageId) ?? [])),
    ...(answer === null ? [] : [chatAnswer(answer.pause, answer.decision, senderId)]),
    ...(again === null ? [] : [proposedAgain(again, { kind: "customer", id: senderId }, caseNow)]),
  ];
  return desk.store.appendInlet({
    tenant,
    caseId,
    subjectId: senderId,
    actorId: senderId,
    dedupeKey: hashOf({ provider: message.provider, deliveryId: message.deliveryId }),
    events,
    open: null,
    // Also of an ordinary message: what came in after the case was closed or merged, nobody would ever read.
    expectedVersion: row.version,
    notAfter: pause?.expiresAt ?? identifying?.notAfter ?? null,
    pauses: pauseRowsOf(state, caseId, events),
    outboxDone: null,
  });
}

function chatAnswer({ pauseId, proposalId, digest }: Pause, decision: ChatDecision, senderId: string): NewEvent {
  return {
    kind: "pause.answered",
    body: {
      pauseId,
      proposalId,
      digest,
      decision,
      by: { kind: "customer", id: senderId, role: null },
      authenticated: "channel",
      surface: "chat",
      reason: null,
      value: null,
    },
  };
}

export function receivedEvent(
  message: Omit<IncomingMessage, "files"> & {
    attachments: readonly Attachment[];
    channel: string;
    senderId: string;
    answers: Pause["pauseId"] | null;
    identifies?: IdentifyingMessage["identifies"];
    couldAnswer?: PauseId[];
  },
  desk: Pick<Desk, "id" | "sensitiveTopic">,
): Extract<NewEvent, { kind: "message.received" }> {
  const { text, attachments, provider, deliveryId, channel, senderId, answers, identifies, couldAnswer } = message;
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
      ...(attachments.length === 0 ? {} : { attachments: [...attachments] }),
      answers,
      ...(identifies === undefined ? {} : { identifies }),
      ...(couldAnswer === undefined ? {} : { couldAnswer }),
      ...(sensitive === null ? {} : { sensitive }),
    },
  };
}
