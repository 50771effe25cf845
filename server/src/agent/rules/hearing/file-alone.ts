import type { JsonObject, ProposedStep } from "@purser/contract";
import type { CaseView, ViewMessage } from "../../reasoner.ts";
import { lastQuestion, wordsOf } from "../planning/last-question.ts";
import type { Understood } from "../understanding/understand.ts";
import { openConfirmation, stillOpen } from "./while-asking.ts";
import { askedPath } from "../understanding/own-paths.ts";

type Step = { step: ProposedStep; reason: string; asked?: JsonObject };

/** What she is asked about a file that came without a word. */
const aboutFilePath = "message.aboutFile";

/** Whether a message brings files, and says nothing. */
export function isFileAlone({ text, attachments }: ViewMessage): boolean {
  return attachments.length > 0 && text.trim() === "";
}

/** What a file alone means. */
export const saysNothing: Understood = {
  requests: [],
  alternatives: [],
  next: "act",
  frustrated: false,
  wantsPerson: false,
  values: {},
};

/**
 * A file without words is no request and no nonsense: that it has come is said, and what was asked last is asked again, or else
 * what it is about. Null unless all of the new messages are such.
 */
export function receiveFileAlone(messages: readonly ViewMessage[], view: CaseView): Step | null {
  if (messages.length === 0 || !messages.every(isFileAlone)) return null;
  const { state } = view;
  const reason = "A file has come, without a word of what it is about.";
  const arrived = arrivalOf(messages.flatMap(({ attachments }) => attachments));
  const open = openConfirmation(view);
  const path = lastQuestion(state);
  const question = path === null || path === aboutFilePath ? null : wordsOf(path, state);
  if (open !== null) return { step: said(`${arrived} ${stillOpen(open)}`), reason };
  if (path !== null && question !== null)
    return { step: said(`${arrived} ${question}`), reason, asked: { [askedPath]: path } };
  const whatAbout = `${arrived} What is it about, and what can I do for you?`;
  return { step: { kind: "ask", path: aboutFilePath, question: whatAbout }, reason };
}

function said(text: string): ProposedStep {
  return { kind: "reply", reply: { text, claims: [] } };
}

function arrivalOf(files: ViewMessage["attachments"]): string {
  const arePictures = files.every(({ type }) => type.startsWith("image/"));
  if (files.length === 1) return `Thank you, your ${arePictures ? "picture" : "file"} has arrived.`;
  return `Thank you, your ${files.length} ${arePictures ? "pictures" : "files"} have arrived.`;
}
