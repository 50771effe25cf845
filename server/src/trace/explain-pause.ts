import { type DeadlineAction, type Decision, type EventBody, unreachable } from "@purser/contract";
import type { CaseNames } from "./case-names.ts";
import { fieldsText, sentence, withArticle } from "./value-text.ts";

export function explainQuestion({ pause }: EventBody<"pause.opened">): string[] {
  const { mayAnswer, shown, expiresAt, atDeadline } = pause;
  return [
    sentence(`Asked ${mayAnswer.kind === "customer" ? "the customer" : withArticle(mayAnswer.role)}: ${shown.text}`),
    ...shown.reasons.map((reason) => sentence(`Because: ${reason}`)),
    `Without an answer by ${expiresAt} ${deadlineText(atDeadline)}.`,
  ];
}

function deadlineText(action: DeadlineAction): string {
  switch (action) {
    case "remind":
      return "they are reminded";
    case "decline":
      return "it counts as no";
    case "hand-off":
      return "the case goes to a teammate";
    default:
      return unreachable(action);
  }
}

export function explainAnswer(
  { pauseId, decision, by, authenticated, surface, reason, value }: EventBody<"pause.answered">,
  names: CaseNames,
): string[] {
  const who = by.kind === "customer" ? "The customer" : `The ${by.role ?? "teammate"} ${by.id}`;
  return [
    sentence(`${who} ${decisionText(decision)} ${names.pause(pauseId)}`),
    `It came by ${surface}, known by ${authenticated}.`,
    ...(reason === null ? [] : [sentence(`The reason given: ${reason}`)]),
    ...(value === null ? [] : [`What was given: ${fieldsText(value)}.`]),
  ];
}

function decisionText(decision: Decision): string {
  switch (decision) {
    case "yes":
      return "said yes to";
    case "no":
      return "said no to";
    case "edit":
      return "changed what was asked in";
    default:
      return unreachable(decision);
  }
}
