import { type DeadlineAction, type Decision, type EventBody, type Nudge, unreachable } from "@purser/contract";
import type { CaseNames } from "./case-names.ts";
import { fieldsText, sentence, withArticle } from "./value-text.ts";

export function explainQuestion({ pause }: EventBody<"pause.opened">): string[] {
  const { mayAnswer, shown, nudges, expiresAt, atDeadline } = pause;
  return [
    sentence(`Asked ${mayAnswer.kind === "customer" ? "the customer" : withArticle(mayAnswer.role)}: ${shown.text}`),
    ...shown.reasons.map((reason) => sentence(`Because: ${reason}`)),
    ...(nudges ?? []).map((nudge) => `Without an answer by ${nudge.at} ${nudgeText(nudge.do, nudge.to)}.`),
    `Without an answer by ${expiresAt} ${deadlineText(atDeadline)}.`,
  ];
}

export function explainReassignment(
  { pauseId, why, role, assignedTo }: EventBody<"pause.reassigned">,
  names: CaseNames,
): string[] {
  const whom = assignedTo ?? (why === "escalate" ? `everybody with the role ${role}` : `the role ${role}`);
  return [sentence(`Nobody had answered, so ${names.pause(pauseId)} was laid before ${whom}`)];
}

function nudgeText(what: Nudge, to: string | null): string {
  switch (what) {
    case "remind":
      return "they are reminded";
    case "reassign":
      return `it is laid before ${to ?? "others"}`;
    case "escalate":
      return "it goes to a higher role";
    default:
      return unreachable(what);
  }
}

function deadlineText(action: DeadlineAction): string {
  switch (action) {
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
