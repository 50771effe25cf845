import {
  approvalsAskedBy,
  approvalsOf,
  type Author,
  type Grounds,
  type EventBody,
  type Judgement,
  type ProposedStep,
  type TeammateRole,
  type Verdict,
  unreachable,
} from "@purser/contract";
import type { CaseNames } from "./case-names.ts";
import { fieldsText, sentence, valueText, withArticle } from "./value-text.ts";

export function explainProposal({ proposal, stale }: EventBody<"proposal.made">, names: CaseNames): string[] {
  const { author, step, reason, grounds } = proposal;
  return [
    sentence(`${authorText(author)} proposed ${stepText(step, names)}`),
    sentence(`The reason given: ${reason}`),
    ...groundsLines(grounds, names),
    ...(stale ? ["News had come in meanwhile, so it was set aside and thought about again."] : []),
  ];
}

function groundsLines(grounds: Grounds | undefined, names: CaseNames): string[] {
  if (grounds === undefined) return [];
  const { procedure, facts, options } = grounds;
  const rests = [...(procedure === null ? [] : [`the procedure ${names.procedure(procedure)}`]), ...facts];
  return [
    ...(rests.length === 0 ? [] : [`It rests on ${rests.join(", ")}.`]),
    ...options.map(({ what, outcome, cost }, index) =>
      sentence(`${index === 0 ? "Chosen" : "Instead"}: ${what}. Expected: ${outcome}. Cost: ${cost}`),
    ),
  ];
}

function authorText(author: Author): string {
  switch (author.kind) {
    case "reasoner":
      return `The reasoner ${author.name}`;
    case "teammate":
      return `The teammate ${author.teammateId}`;
    case "rule":
      return `The rule ${author.name}`;
    case "coordinate":
      return "As a part of what belongs together, the host";
    default:
      return unreachable(author);
  }
}

function stepText(step: ProposedStep, names: CaseNames): string {
  switch (step.kind) {
    case "reply":
      return `to answer: “${step.reply.text}”`;
    case "later":
      return `to wait ${Math.round(step.afterMs / 1000)} s${step.reply === null ? "" : `, and to say: “${step.reply.text}”`}`;
    case "ask":
      return `to ask the customer for ${step.path}: “${step.question}”`;
    case "lookup":
      return `to look up ${step.calls.map(({ tool, args }) => callText(names.tool(tool), fieldsText(args))).join("; and ")}`;
    case "call":
      return `to call ${callText(names.tool(step.call.tool), fieldsText(step.call.args))}`;
    case "coordinate":
      return `to do together, or not at all: ${step.calls.map(({ tool, args }) => callText(names.tool(tool), fieldsText(args))).join("; then ")}`;
    case "open-cases":
      return `to open ${step.cases.length === 1 ? "a child case" : `${step.cases.length} child cases, ${step.order === "together" ? "all at once" : "one after another"}`}: ${step.cases.map(({ goal }) => goal).join("; ")}`;
    case "undo":
      return `to take back ${names.call(step.callKey)}: ${step.reason}`;
    case "undo-all":
      return `to take back ${step.callKeys.map((key) => names.call(key)).join(", then ")}: ${step.reason}`;
    case "withdraw":
      return `to take back ${names.proposal(step.proposalId)}: ${step.reason}`;
    case "plan":
      return `a plan for ${names.procedure(step.procedure)}: ${step.steps.map(({ tool }) => names.tool(tool)).join(", then ")}`;
    case "handoff":
      return `to hand the case to a teammate: ${step.why}`;
    case "resolve":
      return `to resolve the case: ${step.summary}`;
    default:
      return unreachable(step);
  }
}

function callText(name: string, fields: string): string {
  return fields === "" ? name : `${name} where ${fields}`;
}

export function explainJudgement(
  { proposalId, judgement, atExecution, shown, undescribed, unread }: EventBody<"proposal.judged">,
  names: CaseNames,
): string[] {
  const when = atExecution ? "At execution, with what was really given, the" : "The";
  return [
    sentence(`${when} guard said of ${names.proposal(proposalId)}: ${verdictText(judgement.verdict)}`),
    ...policySentences(judgement),
    ...factSentences(judgement, atExecution),
    ...(shown.text === "" ? [] : [`What a person reads of it: “${shown.text}”`]),
    ...(unread === undefined ? [] : [sentence(`Nothing was decided, since this could not be read: ${unread}`)]),
    ...(undescribed === undefined
      ? []
      : [sentence(`Those are title and arguments, since its tool could not describe it (PUR-3013): ${undescribed}`)]),
  ];
}

function verdictText(verdict: Verdict): string {
  switch (verdict.kind) {
    case "allow":
      return "it may be done";
    case "confirm":
      return "the customer must confirm it first";
    case "approve":
      return `${approversText(verdict)} must approve it first`;
    case "confirm-then-approve":
      return `the customer must confirm it, and then ${approversText(verdict)} must approve it`;
    case "identify":
      return `the customer must show who she is first, at level ${verdict.level}`;
    case "escalate":
      return `a teammate must decide: ${verdict.reasons.join(" ")}`;
    case "deny":
      return `no: ${verdict.reasons.join(" ")}`;
    default:
      return unreachable(verdict);
  }
}

function approversText(verdict: Extract<Verdict, { role: TeammateRole }>): string {
  const count = approvalsAskedBy(verdict);
  return count < 2 ? withArticle(verdict.role) : `${count} different people with the role ${verdict.role}`;
}

function policySentences({ policies }: Judgement): string[] {
  if (policies.length === 0) return ["No guardrail spoke for or against it."];
  return policies.map(({ id, effect, reason }) =>
    sentence(
      `The guardrail ${id} ${effect === "permit" ? "permits" : "forbids"} it${reason === null ? "" : `: ${reason}`}`,
    ),
  );
}

function factSentences({ verdict, facts, totals, assurance }: Judgement, atExecution: boolean): string[] {
  const { identity, confirmed, approved, approverRole } = assurance;
  // Who she is comes first; what else would be there then is not asked for yet.
  const held =
    verdict.kind === "identify"
      ? [`identity level ${verdict.level}`]
      : [
          `identity level ${identity}`,
          ...(confirmed ? ["the customer's confirmation"] : []),
          ...(approved ? [approvalText(approverRole ?? "teammate", approvalsOf(assurance))] : []),
        ];
  return [
    ...(Object.keys(facts).length === 0 ? [] : [`It went by these facts, read then: ${fieldsText(facts)}.`]),
    ...Object.entries(totals).map(([name, value]) => `The total ${name} stood at ${valueText(value)}.`),
    `${atExecution || verdict.kind === "allow" ? "It relies on" : "It would rely on"} ${held.join(", ")}.`,
  ];
}

function approvalText(role: TeammateRole, count: number): string {
  return count < 2 ? `the approval of ${withArticle(role)}` : `the approvals of ${count} people, at least ${role} each`;
}
