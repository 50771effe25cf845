import type { Attachment, EventBody, EventKind, Route } from "@purser/contract";
import type { CaseNames } from "./case-names.ts";
import { explainEnd, explainFinding, explainReads, explainStart, explainUndo } from "./explain-call.ts";
import { explainAnswer, explainQuestion, explainReassignment } from "./explain-pause.ts";
import { explainJudgement, explainProposal } from "./explain-proposal.ts";
import { fieldsText, plural, sentence } from "./value-text.ts";

/** What an event says, in plain sentences for a teammate; at least one. */
export function explainEvent<Kind extends EventKind>(event: EventOf<Kind>, names: CaseNames): string[] {
  return explanations[event.kind](event.body, names);
}

/** An event whose kind and body belong together, also for the compiler. */
type EventOf<Kind extends EventKind> = { [Each in Kind]: { kind: Each; body: EventBody<Each> } }[Kind];

const explanations: { [Kind in EventKind]: (body: EventBody<Kind>, names: CaseNames) => string[] } = {
  "case.opened": explainOpening,
  "child.opened": (body) => [sentence(`Opened the child case ${body.childId}: ${body.goal}`)],
  "child.ended": (body, names) => [
    sentence(`The child case ${body.childId} ended ${body.end}: ${body.summary}`),
    ...body.done.map(({ tool }) => `It did ${names.tool(tool)}.`),
    `It took ${plural(body.cost.thoughts, "thought")} and ${plural(body.cost.calls, "call")}.`,
  ],
  "child.stopped": (body) => [sentence(`Stopped the child case ${body.childId}: ${body.reason}`)],
  "case.rated": (body) => [
    `The customer rated this ${body.rating} of 5${body.comment === null ? "." : `: ${body.comment}`}`,
  ],
  "case.reported": (body) => [
    sentence(`Told the case ${body.parentId}, which this one is a part of, that it ended ${body.end}: ${body.summary}`),
  ],
  "message.received": explainMessage,
  "message.understood": explainUnderstanding,
  "message.sent": explainReply,
  "message.delivered": (body) => [
    sentence(`The message to the customer was ${deliveryText[body.state]}: ${body.detail}`),
  ],
  "signal.received": (body) => [`${body.source} reported ${fieldsText(body.data) || "a change"}.`],
  "identity.changed": explainIdentity,
  "code.asked": () => ["The customer was asked for her e-mail address, to show who she is by a code."],
  "code.requested": (body) => [
    body.address === undefined
      ? `She said that she is ${body.name ?? "somebody"}.`
      : `A code was asked for at ${body.address}.`,
  ],
  "code.made": (body) => [
    body.addressee === null
      ? "That is no customer's, or another's than the case is about: no code was mailed, and she was not told."
      : `A code was made for the customer ${body.addressee.ref}, good until ${body.expiresAt}; it is written nowhere.`,
    ...(body.search === undefined
      ? []
      : [
          sentence(`She was found by her name, with a confidence of ${body.search.confidence}: ${body.search.because}`),
        ]),
  ],
  "code.refused": (body) => [`No code was made: ${refusalOfCode[body.reason]}`],
  "code.tried": (body) => [`The code that was written was ${body.isRight ? "right" : "wrong"}.`],
  "facts.read": explainReads,
  "plan.made": (body, names) => [
    `The plan for ${names.procedure(body.procedure)}: ${body.steps.map(({ tool, why }) => `${names.tool(tool)} (${why})`).join(", then ")}.`,
    sentence(body.reason),
  ],
  "proposal.made": explainProposal,
  "proposal.judged": explainJudgement,
  "pause.opened": explainQuestion,
  "pause.answered": explainAnswer,
  "pause.reassigned": explainReassignment,
  "pause.expired": (body, names) => [`Nobody answered ${names.pause(body.pauseId)} in time.`],
  "pause.withdrawn": (body, names) => [
    sentence(`${body.by} withdrew the question ${names.pause(body.pauseId)}: ${body.reason}`),
  ],
  "pause.superseded": (body, names) => [
    sentence(
      `${body.pauseId === null ? names.proposal(body.proposalId) : `The question ${names.pause(body.pauseId)}`} no longer counts: ${body.reason}`,
    ),
  ],
  "call.started": explainStart,
  "call.ended": explainEnd,
  "call.verified": explainFinding,
  "call.held": (body, names) => [
    `${names.call(body.key)} is held until ${body.releaseAt} and can be withdrawn until then.`,
  ],
  "call.released": (body, names) => [`The time to withdraw ${names.call(body.key)} is over.`],
  "call.withdrawn": (body, names) => [
    sentence(`${body.by} withdrew ${names.call(body.key)} before it was done: ${body.reason}`),
  ],
  "undo.started": (body, names) => [`Began to take back ${names.call(body.key)}.`],
  "undo.ended": explainUndo,
  "timer.set": (body) => [`Set a timer for ${body.wakeAt}: ${body.purpose}.`],
  "timer.fired": () => ["A timer came due."],
  "handoff.asked": (body) => [sentence(`${body.by} wants people to have the case: ${body.reason}`)],
  "handoff.made": explainHandoff,
  "teammate.joined": (body) => [`${body.teammateId} took the case over; the agent is silent.`],
  "case.assigned": (body) => [
    sentence(
      body.teammateId === null
        ? `${body.by} left it to nobody in particular: ${body.why}`
        : `${body.by} gave it to ${body.teammateId} to take: ${body.why}`,
    ),
  ],
  "teammate.left": (body) => [
    `${body.teammateId} left the case${body.returnsToAgent ? " to the agent" : " to its queue"}.`,
    ...(body.note === null ? [] : [sentence(`The note: ${body.note}`)]),
  ],
  "note.added": (body) => [sentence(`${body.by} noted: ${body.text}`)],
  "budget.spent": (body) => [
    `Spent on ${body.purpose}: ${plural(body.steps, "step")}, ${plural(body.tokens, "token")}, ${body.costMicros / 1_000_000} of the currency${body.durationMs === undefined ? "" : `, in ${(body.durationMs / 1000).toFixed(1)} s`}.`,
  ],
  "route.chosen": (body) => [sentence(`${routeText[body.route]} (${body.reasoner}): ${body.why}`)],
  "case.resolved": (body) => [sentence(`${body.by} resolved the case: ${body.summary}`), ...evidence(body)],
  "case.reopened": ({ by, reason }) => [
    sentence(by === undefined ? `The case was opened again: ${reason}` : `${by} opened the case again: ${reason}`),
  ],
  "case.closed": (body) => [sentence(`${body.by} closed the case: ${body.reason}`)],
  "case.merged": (body) => [
    sentence(`${body.by} merged the case into ${body.into}: ${body.reason}`),
    "What she writes from now on goes there.",
  ],
  "case.absorbed": (body) => [
    sentence(`${body.by} merged the case ${body.from} into this one: ${body.reason}`),
    ...body.said.map(({ from, text }) => sentence(`Said there by the ${from}: ${text}`)),
  ],
  "case.migrated": ({ by, to, tools = {} }) => [
    `${by} put the case under the blueprint version ${to}.`,
    ...Object.entries(tools).map(([old, renamed]) => `The tool ${old} is ${renamed} there.`),
  ],
  "case.erased": (body) => [sentence(`${body.by} had the case erased: ${body.legalBasis}`)],
};

const routeText = {
  rules: "Rules think this step",
  small: "The small model thinks this step",
  frontier: "The frontier model thinks this step",
  cache: "The answer was given before",
  none: "Nobody can think this step now",
} as const satisfies Record<Route, string>;
const refusalOfCode = {
  "too-many": "too many were asked for.",
  unreadable: "the records of customers could not be read.",
  "by-address-only": "customers are found by their e-mail address only.",
} as const satisfies Record<EventBody<"code.refused">["reason"], string>;
const deliveryText: Readonly<Record<EventBody<"message.delivered">["state"], string>> = {
  accepted: "accepted by the channel",
  refused: "refused by the channel",
  bounced: "sent back",
  unknown: "sent, and nobody knows whether it arrived",
};

function explainOpening(
  { trigger, channel, customerRef, subject, goal, procedure, parent }: EventBody<"case.opened">,
  names: CaseNames,
): string[] {
  return [
    `The case was opened by a ${trigger.kind} (${trigger.name}) on ${channel}, ${customerRef === null ? "for nobody known yet" : `for the customer ${customerRef}`}.`,
    ...(parent === null ? [] : [`It is a part of the case ${parent.caseId}.`]),
    ...(subject === null ? [] : [sentence(`Subject: ${subject}`)]),
    ...(goal === null ? [] : [sentence(`Goal: ${goal}`)]),
    ...(procedure === null ? [] : [`Procedure: ${names.procedure(procedure)}.`]),
  ];
}

function explainMessage(
  { sender, text, attachments, channel, answers, couldAnswer, sensitive }: EventBody<"message.received">,
  names: CaseNames,
): string[] {
  return [
    ...(text === "" ? [] : [`The ${sender.kind} wrote on ${channel}: “${text}”`]),
    ...filesSentence(`The ${sender.kind} sent`, attachments),
    ...(answers === null ? [] : [`That is a plain answer to ${names.pause(answers)}.`]),
    ...(couldAnswer === undefined
      ? []
      : [`It could answer ${couldAnswer.length} open questions, so it answers none: she is asked which.`]),
    ...(sensitive === undefined ? [] : [`No machine answers that (${sensitive}): a person gets it at once.`]),
  ];
}

function filesSentence(who: string, files: readonly Attachment[] = []): string[] {
  if (files.length === 0) return [];
  return [`${who} ${files.map(({ name, type, size }) => `${name} (${type}, ${plural(size, "byte")})`).join(", ")}.`];
}

function explainUnderstanding(
  { requests, alternatives, next, frustrated, wantsPerson, values, reasoner }: EventBody<"message.understood">,
  names: CaseNames,
): string[] {
  const wanted = requests
    .map(({ procedure, confidence }) => `${names.procedure(procedure)} (${Math.round(confidence * 100)} %)`)
    .join(", ");
  const known = fieldsText(values);
  return [
    `${reasoner} understood ${wanted === "" ? "no request that a procedure serves" : wanted}; next: ${next}.`,
    ...(alternatives.length === 0 ? [] : [`It might also have been ${alternatives.map(names.procedure).join(", ")}.`]),
    ...(known === "" ? [] : [`From the message it is known that ${known}.`]),
    ...(frustrated ? ["The customer is frustrated."] : []),
    ...(wantsPerson ? ["The customer wants a person."] : []),
  ];
}

function explainReply(
  { text, attachments, claims, teammateId }: EventBody<"message.sent">,
  names: CaseNames,
): string[] {
  return [
    ...(text === ""
      ? []
      : [`${teammateId === undefined ? "Wrote" : `${teammateId} wrote`} to the customer: “${text}”`]),
    ...filesSentence(`${teammateId ?? "The agent"} sent the customer`, attachments),
    ...claims.map((key) => `It speaks of ${names.call(key)}, which was read back as done.`),
  ];
}

function explainIdentity({ level, method, expiresAt }: EventBody<"identity.changed">): string[] {
  return [`The customer is known at level ${level}, by ${method}${expiresAt === null ? "" : `, until ${expiresAt}`}.`];
}

function explainHandoff({ queue, packet, opensAt }: EventBody<"handoff.made">): string[] {
  const { why, wants, done, open, promises, suggestion } = packet;
  return [
    sentence(`Handed to a teammate, in the queue ${queue}: ${why}`),
    ...(wants === "" ? [] : [sentence(`The customer wants: ${wants}`)]),
    ...(done.length === 0 ? [] : [`Done so far: ${done.join(", ")}.`]),
    ...(open.length === 0 ? [] : [`Still open: ${open.join(", ")}.`]),
    ...promises.map(({ text, until }) =>
      sentence(`Promised to the customer${until === null ? "" : ` by ${until}`}: ${text}`),
    ),
    sentence(`Suggested: ${suggestion.text}`),
    ...(opensAt === null ? [] : [`Nobody is there before ${opensAt}, and she was told so.`]),
  ];
}

function evidence({ evidence: facts }: EventBody<"case.resolved">): string[] {
  const text = fieldsText(facts);
  return text === "" ? [] : [`Checked by reading afresh: ${text}.`];
}
