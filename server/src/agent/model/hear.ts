import { type EventBody, type JsonObject, messageIdSchema } from "@purser/contract";
import { isFileAlone, saysNothing } from "../rules/hearing/file-alone.ts";
import { understand } from "../rules/understanding/understand.ts";
import type { CaseView, ViewMessage } from "../reasoner.ts";
import { requestsPath } from "../rules/understanding/own-paths.ts";

/** The messages that no thought has seen yet. */
function unreadIn({ state, messages }: CaseView): readonly ViewMessage[] {
  const from = state.unreadFromSeq;
  return from === null ? [] : messages.filter(({ seq, direction }) => direction === "in" && seq >= from);
}

/**
 * The messages of hers that nobody has let pass yet: also those that rules have read, as a model is shown them all. A person
 * who gives a case back has read what stood in it.
 */
export function shownFirst({ state, messages }: CaseView): readonly ViewMessage[] {
  const passedSeq = state.returned?.seq ?? 0;
  return messages.filter(({ seq, direction }) => direction === "in" && seq > passedSeq);
}

/**
 * The new messages as the blueprint's own examples and patterns read them: it costs nothing, it is the same whichever
 * model thinks, and the rules reasoner can go on from it.
 */
export function hear(view: CaseView, reasoner: string): EventBody<"message.understood">[] {
  return unreadIn(view).map((message) => heardIn(message, view, reasoner));
}

/** The same of what she wrote last, which was read before: what a step is about stays the same until she writes again. */
export function hearLast(view: CaseView, reasoner: string): EventBody<"message.understood">[] {
  const last = view.messages.findLast(({ direction }) => direction === "in");
  return last === undefined ? [] : [heardIn(last, view, reasoner)];
}

function heardIn(message: ViewMessage, view: CaseView, reasoner: string): EventBody<"message.understood"> {
  const { id, text } = message;
  const meant = isFileAlone(message) ? saysNothing : understand(text, view.now, view.blueprint);
  const names = meant.next === "act" ? meant.requests.map(({ procedure }) => procedure) : [];
  const values: JsonObject = names.length === 0 ? meant.values : { ...meant.values, [requestsPath]: names };
  return { messageId: messageIdSchema.parse(id), reasoner, ...meant, values };
}
