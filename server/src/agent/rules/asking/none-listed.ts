import type { ProposedStep } from "@purser/contract";
import { readYesOrNo } from "../../../cases/yes-or-no.ts";
import type { CaseView, ViewMessage } from "../../reasoner.ts";
import { inHandProcedures } from "../planning/in-hand.ts";
import { lastQuestion } from "../planning/last-question.ts";
import { offerPath } from "./offer.ts";

/** "No they were a gift" too: a no in more words, that names nothing else. */
const neither =
  /^\W*(?:(?:no\W+)?(?:neither|none)\b|(?:no|nope|nah)\b(?=[^?\d]{0,60}$)(?!.*\b(?:but|the|my|first|second)\b))/i;

/**
 * "No" and "neither" to what a question has listed: the same list would be no answer, so a colleague is offered, who may find
 * what she means. Null for every other message.
 */
export function noneOfListed(
  messages: readonly ViewMessage[],
  view: CaseView,
): { step: ProposedStep; reason: string } | null {
  const path = lastQuestion(view.state);
  const text = messages.at(-1)?.text ?? "";
  const [person] = view.blueprint.understanding.personProcedures;
  const isList = inHandProcedures(view).some(({ header }) => header.needs[path ?? ""]?.among !== undefined);
  if (!isList || person === undefined || (readYesOrNo(text) !== "no" && !neither.test(text))) return null;
  const question =
    "All right, none of that, and I find nothing else. Shall a colleague of mine look into it? Please answer yes or no, or tell me in other words.";
  return {
    step: { kind: "ask", path: offerPath([person]), question },
    reason: "The customer means nothing of what was listed.",
  };
}
