import { type CaseEvent, type EventBody, unreachable } from "@purser/contract";
import type { CaseNames } from "./case-names.ts";
import { explainEnd, explainFinding, explainReads, explainStart, explainUndo } from "./explain-call.ts";
import { explainAnswer, explainQuestion } from "./explain-pause.ts";
import { explainJudgement, explainProposal } from "./explain-proposal.ts";
import { fieldsText, plural, sentence } from "./value-text.ts";

/** What an event says, in plain sentences for a teammate; at least one. */
export function explainEvent(event: CaseEvent, names: CaseNames): string[] {
  switch (event.kind) {
    case "case.opened": return explainOpening(event.body);
    case "message.received": return explainMessage(event.body, names);
    case "message.understood": return explainUnderstanding(event.body);
    case "message.sent": return explainReply(event.body, names);
    case "message.delivered": return [sentence(`The message to the customer was ${deliveryText[event.body.state]}: ${event.body.detail}`)];
    case "signal.received": return [`${event.body.source} reported ${fieldsText(event.body.data) || "a change"}.`];
    case "identity.changed": return explainIdentity(event.body);
    case "facts.read": return explainReads(event.body);
    case "plan.made": return [`The plan for ${event.body.procedure}: ${event.body.steps.map(({ tool, why }) => `${tool} (${why})`).join(", then ")}.`, sentence(event.body.reason)];
    case "proposal.made": return explainProposal(event.body, names);
    case "proposal.judged": return explainJudgement(event.body, names);
    case "pause.opened": return explainQuestion(event.body);
    case "pause.answered": return explainAnswer(event.body, names);
    case "pause.expired": return [`Nobody answered ${names.pause(event.body.pauseId)} in time.`];
    case "pause.withdrawn": return [sentence(`${event.body.by} withdrew the question ${names.pause(event.body.pauseId)}: ${event.body.reason}`)];
    case "pause.superseded": return [sentence(`${event.body.pauseId === null ? names.proposal(event.body.proposalId) : `The question ${names.pause(event.body.pauseId)}`} no longer counts: ${event.body.reason}`)];
    case "call.started": return explainStart(event.body, names);
    case "call.ended": return explainEnd(event.body, names);
    case "call.verified": return explainFinding(event.body, names);
    case "call.held": return [`${names.call(event.body.key)} is held until ${event.body.releaseAt} and can be withdrawn until then.`];
    case "call.released": return [`The time to withdraw ${names.call(event.body.key)} is over.`];
    case "call.withdrawn": return [sentence(`${event.body.by} withdrew ${names.call(event.body.key)} before it was done: ${event.body.reason}`)];
    case "undo.started": return [`Began to take back ${names.call(event.body.key)}.`];
    case "undo.ended": return explainUndo(event.body, names);
    case "timer.set": return [`Set a timer for ${event.body.wakeAt}: ${event.body.purpose}.`];
    case "timer.fired": return ["A timer came due."];
    case "handoff.made": return explainHandoff(event.body);
    case "teammate.joined": return [`${event.body.teammateId} took the case over; the agent is silent.`];
    case "teammate.left": return [`${event.body.teammateId} left the case${event.body.returnsToAgent ? " to the agent" : ""}.`];
    case "note.added": return [sentence(`${event.body.by} noted: ${event.body.text}`)];
    case "budget.spent": return [`Spent on ${event.body.purpose}: ${plural(event.body.steps, "step")}, ${plural(event.body.tokens, "token")}, ${event.body.costMicros / 1_000_000} of the currency.`];
    case "case.resolved": return [sentence(`${event.body.by} resolved the case: ${event.body.summary}`), ...evidence(event.body)];
    case "case.reopened": return [sentence(`The case was opened again: ${event.body.reason}`)];
    case "case.closed": return [sentence(`${event.body.by} closed the case: ${event.body.reason}`)];
    case "case.erased": return [sentence(`${event.body.by} had the case erased: ${event.body.legalBasis}`)];
    default: return unreachable(event);
  }
}

const deliveryText: Readonly<Record<EventBody<"message.delivered">["state"], string>> = {
  accepted: "accepted by the channel",
  refused: "refused by the channel",
  bounced: "sent back",
  unknown: "sent, and nobody knows whether it arrived",
};

function explainOpening({ trigger, channel, customerRef, subject, goal, procedure }: EventBody<"case.opened">): string[] {
  return [
    `The case was opened by a ${trigger.kind} (${trigger.name}) on ${channel}, ${customerRef === null ? "for nobody known yet" : `for the customer ${customerRef}`}.`,
    ...(subject === null ? [] : [sentence(`Subject: ${subject}`)]),
    ...(goal === null ? [] : [sentence(`Goal: ${goal}`)]),
    ...(procedure === null ? [] : [`Procedure: ${procedure}.`]),
  ];
}

function explainMessage({ sender, text, channel, answers }: EventBody<"message.received">, names: CaseNames): string[] {
  return [`The ${sender.kind} wrote on ${channel}: “${text}”`, ...(answers === null ? [] : [`That is a plain answer to ${names.pause(answers)}.`])];
}

function explainUnderstanding({ requests, alternatives, next, frustrated, wantsPerson, values, reasoner }: EventBody<"message.understood">): string[] {
  const wanted = requests.map(({ procedure, confidence }) => `${procedure} (${Math.round(confidence * 100)} %)`).join(", ");
  const known = fieldsText(values);
  return [
    `${reasoner} understood ${wanted === "" ? "no request that a procedure serves" : wanted}; next: ${next}.`,
    ...(alternatives.length === 0 ? [] : [`It might also have been ${alternatives.join(", ")}.`]),
    ...(known === "" ? [] : [`From the message it is known that ${known}.`]),
    ...(frustrated ? ["The customer is frustrated."] : []),
    ...(wantsPerson ? ["The customer wants a person."] : []),
  ];
}

function explainReply({ text, claims }: EventBody<"message.sent">, names: CaseNames): string[] {
  return [`Wrote to the customer: “${text}”`, ...claims.map((key) => `It speaks of ${names.call(key)}, which was read back as done.`)];
}

function explainIdentity({ level, method, expiresAt }: EventBody<"identity.changed">): string[] {
  return [`Who the customer is is known at level ${level}, by ${method}${expiresAt === null ? "" : `, until ${expiresAt}`}.`];
}

function explainHandoff({ queue, packet }: EventBody<"handoff.made">): string[] {
  const { why, wants, done, open, suggestion } = packet;
  return [
    sentence(`Handed to a teammate, in the queue ${queue}: ${why}`),
    ...(wants === "" ? [] : [sentence(`The customer wants: ${wants}`)]),
    ...(done.length === 0 ? [] : [`Done so far: ${done.join(", ")}.`]),
    ...(open.length === 0 ? [] : [`Still open: ${open.join(", ")}.`]),
    sentence(`Suggested: ${suggestion}`),
  ];
}

function evidence({ evidence: facts }: EventBody<"case.resolved">): string[] {
  const text = fieldsText(facts);
  return text === "" ? [] : [`Checked by reading afresh: ${text}.`];
}
