import type { ChildCase, HandoffTrigger, JsonObject, ProposedStep, ToolCall } from "@purser/contract";
import { childrenOf } from "../cases/child-cases.ts";
import type { Child, FinishedProposal } from "../cases/case-state.ts";
import type { CaseView, Reasoner, Thought } from "./reasoner.ts";

/** A message that matches is answered at once. */
export type ReplyLine = { matches: RegExp; says: string };

/** A message that matches leads to one action, and the action's end to one reply. */
export type ActionLine = {
  matches: RegExp;
  tool: string;
  args: (groups: Readonly<Record<string, string>>) => JsonObject;
  done: (result: JsonObject) => string;
};

/** A message that matches leads to actions that belong together, and their end to one reply. */
export type TogetherLine = {
  matches: RegExp;
  together: (groups: Readonly<Record<string, string>>) => ToolCall[];
  allDone: string;
};

/** A message that matches leads to child cases, and their end to one reply. */
export type CasesLine = {
  matches: RegExp;
  order: "together" | "in-turn";
  cases: (groups: Readonly<Record<string, string>>) => ChildCase[];
  /** Given how the child cases ended, in their order. */
  allEnded: (ends: readonly Child["end"][]) => string;
};

export type ScriptLine = ReplyLine | ActionLine | TogetherLine | CasesLine;

/**
 * A reasoner that follows a script: for tests, measurements and the first steps of a blueprint. Whatever the script does
 * not foresee goes to a person.
 */
export function scriptedReasoner(lines: readonly ScriptLine[]): Reasoner {
  return { name: "scripted", think: async (view) => thoughtOf(view, lines) };
}

function thoughtOf(view: CaseView, lines: readonly ScriptLine[]): Thought {
  const { state, messages } = view;
  const unread = messages.filter(
    ({ seq, direction }) => direction === "in" && state.unreadFromSeq !== null && seq >= state.unreadFromSeq,
  );
  const isBeginning = state.parent !== null && state.finished.length === 0;
  // A child case begins with its goal: nobody writes to it.
  const text = isBeginning ? (state.goal ?? "") : unread.map((message) => message.text).join("\n");
  for (const line of lines) {
    const match = line.matches.exec(text);
    if (match === null) continue;
    if ("says" in line) return reply(line.says, "The script has an answer to this.");
    if ("together" in line)
      return thought(
        { kind: "coordinate", calls: line.together({ ...match.groups }) },
        "The message asks for all this.",
      );
    if ("cases" in line)
      return thought(
        { kind: "open-cases", order: line.order, cases: line.cases({ ...match.groups }) },
        "The message asks for parts that are cases of their own.",
      );
    return thought(
      { kind: "call", call: { tool: line.tool, args: line.args({ ...match.groups }) } },
      `The message asks for ${line.tool}.`,
    );
  }
  const last = state.finished.findLast(({ step }) => ["call", "undo", "coordinate", "open-cases"].includes(step.kind));
  if (unread.length === 0 && last !== undefined) return afterAction(view, last, lines);
  return handoff("not-understood", `The script has no answer to this: ${text}`);
}

function afterAction(view: CaseView, last: FinishedProposal, lines: readonly ScriptLine[]): Thought {
  const { end, step, proposalId } = last;
  const call = view.state.doneCalls.find((candidate) => candidate.proposalId === proposalId);
  const line = lines.find(
    (candidate): candidate is ActionLine =>
      "tool" in candidate && step.kind === "call" && step.call.tool === candidate.tool,
  );
  if (end.kind === "joined") return afterJoin(view, last, lines);
  if (end.kind === "done" && step.kind === "coordinate") return afterAll(view, step.calls, lines);
  if (end.kind === "done" && call !== undefined && line !== undefined) {
    const reply = { text: line.done(call.result), claims: [call.key] };
    return thought(
      { kind: "resolve", summary: `${call.tool} is done.`, reply },
      "What was asked for is done and read back.",
    );
  }
  if (end.kind === "denied") return reply(`I cannot do that. ${end.reasons.join(" ")}`, "The guardrails forbid it.");
  if (end.kind === "declined") return reply("All right, I have left everything as it is.", "It was declined.");
  if (end.kind === "expired" || end.kind === "withdrawn" || end.kind === "superseded")
    return reply("I have left everything as it is.", "It is off.");
  return handoff("no-way", `The action ended as ${end.kind}.`);
}

function afterAll({ state }: CaseView, calls: readonly ToolCall[], lines: readonly ScriptLine[]): Thought {
  const claims = calls.flatMap(({ tool }) => state.doneCalls.findLast((call) => call.tool === tool)?.key ?? []);
  const text = lines.flatMap((line) => ("together" in line ? [line.allDone] : []))[0] ?? "All of it is done.";
  return thought(
    { kind: "resolve", summary: "All of it is done.", reply: { text, claims } },
    "What belongs together is done and read back.",
  );
}

function afterJoin({ state }: CaseView, { proposalId }: FinishedProposal, lines: readonly ScriptLine[]): Thought {
  const ends = childrenOf(state, proposalId).map(({ end }) => end);
  const [line] = lines.flatMap((candidate) => ("cases" in candidate ? [candidate] : []));
  const text = line?.allEnded(ends) ?? "All parts have ended.";
  return thought({ kind: "resolve", summary: text, reply: { text, claims: [] } }, "All child cases have ended.");
}

function reply(text: string, reason: string): Thought {
  return thought({ kind: "reply", reply: { text, claims: [] } }, reason);
}

function handoff(trigger: HandoffTrigger, why: string): Thought {
  return thought({ kind: "handoff", trigger, why, suggestion: "Answer the customer." }, why);
}

function thought(step: ProposedStep, reason: string): Thought {
  return { understood: [], step, reason };
}
