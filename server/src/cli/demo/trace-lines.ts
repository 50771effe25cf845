import type { CaseEvent, CaseEventOf, JsonObject, PolicyReference, ProposedStep, Verdict } from "@purser/contract";
import { approvalsAskedBy, unreachable } from "@purser/contract";
import { messageText } from "../../cases/message-text.ts";

/** One line of what is shown: said in the conversation, or written down beside it. */
export type TraceLine =
  | { kind: "said"; by: "customer" | "purser"; text: string }
  | { kind: "noted"; word: string; text: string; mood: "plain" | "good" | "bad" };

/** What a person reads of an event; nothing for those that only keep the books. */
export function traceLines(event: CaseEvent): readonly TraceLine[] {
  switch (event.kind) {
    case "message.received":
      return [{ kind: "said", by: "customer", text: messageText(event.body) }];
    case "message.sent":
      return [{ kind: "said", by: "purser", text: messageText(event.body) }];
    case "case.opened":
    case "case.resolved":
    case "case.reopened":
    case "case.closed":
    case "case.rated":
    case "identity.changed":
    case "handoff.made":
    case "note.added":
      return [caseLine(event)];
    case "code.made":
    case "code.refused":
    case "code.tried":
      return [codeLine(event)];
    case "message.understood":
      return event.body.requests.map(({ procedure, confidence }) =>
        noted("hears", `${procedure} (${confidence.toFixed(2)})`),
      );
    case "plan.made":
      return [noted("plan", `${event.body.procedure}: ${event.body.steps.map(({ tool }) => tool).join(" → ")}`)];
    case "proposal.made":
      return proposalLines(event);
    case "proposal.judged":
      return judgedLines(event);
    case "facts.read":
      return event.body.reads.map(({ tool, outcome }) =>
        noted("reads", `${tool}: ${outcome.kind}`, outcome.kind === "found" ? "plain" : "bad"),
      );
    case "pause.opened":
    case "pause.answered":
    case "pause.reassigned":
    case "pause.expired":
    case "pause.withdrawn":
    case "pause.superseded":
      return [pauseLine(event)];
    case "call.started":
    case "call.ended":
    case "call.verified":
    case "undo.ended":
      return [callLine(event)];
    case "route.chosen":
      return event.body.route === "rules" ? [] : [noted("route", `${event.body.route}: ${event.body.why}`)];
    case "budget.spent":
      return [noted("spends", `${event.body.tokens} tokens, ${event.body.costMicros / 1_000_000} of the currency`)];
    case "child.opened":
      return [noted("opens", `the child case ${event.body.childId}: ${event.body.goal}`)];
    case "child.ended":
      return [noted("joins", `${event.body.childId} ended ${event.body.end}`)];
    case "child.stopped":
    case "case.reported":
    case "code.asked":
    case "code.requested":
    case "timer.fired":
    case "timer.set":
    case "message.delivered":
    case "signal.received":
    case "call.held":
    case "call.released":
    case "call.withdrawn":
    case "undo.started":
    case "case.assigned":
    case "handoff.asked":
    case "case.migrated":
    case "case.merged":
    case "case.absorbed":
    case "teammate.joined":
    case "teammate.left":
    case "case.erased":
      return [];
    default:
      return unreachable(event);
  }
}

function noted(word: string, text: string, mood: "plain" | "good" | "bad" = "plain"): TraceLine {
  return { kind: "noted", word, text, mood };
}

type AboutCase =
  | "case.opened"
  | "case.resolved"
  | "case.reopened"
  | "case.closed"
  | "case.rated"
  | "identity.changed"
  | "handoff.made"
  | "note.added";

function caseLine(event: CaseEventOf<AboutCase>): TraceLine {
  switch (event.kind) {
    case "case.opened": {
      const { trigger, channel, customerRef } = event.body;
      return noted("case", `opened by a ${trigger.kind} on ${channel}; customer ${customerRef ?? "unknown"}`);
    }
    case "case.resolved":
      return noted("resolved", event.body.summary, "good");
    case "case.reopened":
    case "case.closed":
      return noted("case", `${event.kind.slice("case.".length)}: ${event.body.reason}`);
    case "case.rated":
      return noted("rated", `${event.body.rating} of 5`);
    case "identity.changed":
      return noted("identity", `level ${event.body.level}, by ${event.body.method}`);
    case "handoff.made":
      return noted("handoff", event.body.packet.why, "bad");
    case "note.added":
      return noted("note", event.body.text);
    default:
      return unreachable(event);
  }
}

function codeLine(event: CaseEventOf<"code.made" | "code.refused" | "code.tried">): TraceLine {
  switch (event.kind) {
    case "code.made":
      return noted("code", event.body.addressee === null ? "none: that is nobody's" : "made");
    case "code.refused":
      return noted("code", `none: ${event.body.reason}`, "bad");
    case "code.tried":
      return event.body.isRight ? noted("code", "right", "good") : noted("code", "wrong", "bad");
    default:
      return unreachable(event);
  }
}

function proposalLines({ body }: CaseEventOf<"proposal.made">): readonly TraceLine[] {
  const { step, author } = body.proposal;
  const by = author.kind === "teammate" ? "a teammate wants " : "";
  return [noted("proposes", `${by}${stepText(step)}`)];
}

function stepText(step: ProposedStep): string {
  switch (step.kind) {
    case "call":
      return `${step.call.tool} ${pairs(step.call.args)}`;
    case "lookup":
      return step.calls.map(({ tool, args }) => `${tool} ${pairs(args)}`).join(" and ");
    case "coordinate":
      return `together ${step.calls.map(({ tool, args }) => `${tool} ${pairs(args)}`).join(", then ")}`;
    case "open-cases":
      return `${step.cases.length} child cases ${step.order}`;
    case "undo":
      return `to undo a call: ${step.reason}`;
    case "undo-all":
      return `to undo ${step.callKeys.length} calls: ${step.reason}`;
    case "ask":
      return `to ask for ${step.path}`;
    case "plan":
      return `a plan for ${step.procedure}`;
    case "handoff":
      return "a person";
    case "withdraw":
      return "to take its question back";
    case "reply":
      return "to answer";
    case "later":
      return "to come back to this later";
    case "resolve":
      return "to resolve the case";
    default:
      return unreachable(step);
  }
}

function judgedLines({ body }: CaseEventOf<"proposal.judged">): readonly TraceLine[] {
  const { judgement, atExecution } = body;
  const { verdict, policies, facts, totals } = judgement;
  const known = [pairs(facts), pairs(totals)].filter((part) => part !== "").join(" ");
  const isGood = verdict.kind === "allow";
  const isBad = verdict.kind === "deny" || verdict.kind === "escalate";
  const line = noted(
    "guard",
    `${verdictText(verdict)}${atExecution ? " at execution" : ""}${byPolicies(policies)}`,
    isGood ? "good" : isBad ? "bad" : "plain",
  );
  return atExecution || known === "" ? [line] : [noted("facts", known), line];
}

function verdictText(verdict: Verdict): string {
  switch (verdict.kind) {
    case "allow":
    case "confirm":
      return verdict.kind;
    case "approve":
      return `approve by ${approversText(verdict)}`;
    case "confirm-then-approve":
      return `confirm, then approve by ${approversText(verdict)}`;
    case "identify":
      return `identify at level ${verdict.level}`;
    case "escalate":
    case "deny":
      return `${verdict.kind}: ${verdict.reasons.join(" ")}`;
    default:
      return unreachable(verdict);
  }
}

function byPolicies(policies: readonly PolicyReference[]): string {
  return policies.length === 0 ? "" : `, ${policies.map(({ effect, id }) => `${effect} ${id}`).join(", ")}`;
}

type PauseEvent = CaseEventOf<
  "pause.opened" | "pause.answered" | "pause.reassigned" | "pause.expired" | "pause.withdrawn" | "pause.superseded"
>;

function pauseLine(event: PauseEvent): TraceLine {
  switch (event.kind) {
    case "pause.opened":
      return noted("pause", `${event.body.pause.kind}: ${event.body.pause.shown.text}`);
    case "pause.answered": {
      const { decision, by, surface, reason } = event.body;
      const who = by.role === null ? `the ${by.kind}` : `a ${by.role}`;
      return noted(
        "answer",
        `${decision} by ${who} (${surface})${reason === null ? "" : `: ${reason}`}`,
        decision === "no" ? "bad" : "good",
      );
    }
    case "pause.reassigned":
      return noted("pause", `now for ${event.body.assignedTo ?? `a ${event.body.role}`}`);
    case "pause.expired":
      return noted("pause", "nobody answered in time", "bad");
    case "pause.withdrawn":
    case "pause.superseded":
      return noted("pause", `${event.kind.slice("pause.".length)}: ${event.body.reason}`);
    default:
      return unreachable(event);
  }
}

function callLine(event: CaseEventOf<"call.started" | "call.ended" | "call.verified" | "undo.ended">): TraceLine {
  switch (event.kind) {
    case "call.started": {
      const { tool, attempt, key, undoOf } = event.body;
      return noted("calls", `${undoOf === null ? "" : "undo of "}${tool}, attempt ${attempt}, key ${key.slice(0, 8)}…`);
    }
    case "call.ended": {
      const { outcome } = event.body;
      const isDone = outcome.kind === "done";
      return noted(
        "answered",
        isDone ? "done" : `${outcome.kind} ${outcome.code} ${outcome.detail}`,
        isDone ? "good" : "bad",
      );
    }
    case "call.verified": {
      const { finding } = event.body;
      const isDone = finding.kind === "done";
      return noted("reads back", isDone ? "done" : `${finding.kind}: ${finding.detail}`, isDone ? "good" : "bad");
    }
    case "undo.ended": {
      const { isUndone, residue } = event.body;
      return noted(
        "undo",
        `${isUndone ? "undone" : "not undone"}${residue === null ? "" : `; stays: ${residue}`}`,
        isUndone ? "good" : "bad",
      );
    }
    default:
      return unreachable(event);
  }
}

/** The plain values of an object as a person reads them; what has parts of its own stands in the log only. */
function pairs(values: JsonObject): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (typeof value === "object" && value !== null ? [] : [`${name}=${value ?? "none"}`]))
    .join(" ");
}

function approversText(verdict: Extract<Verdict, { role: string }>): string {
  const count = approvalsAskedBy(verdict);
  return count < 2 ? `a ${verdict.role}` : `${count} with the role ${verdict.role}`;
}
