import type { CallKey, CaseEvent, PauseId, ProposalId, ProposedStep } from "@purser/contract";
import { unreachable } from "@purser/contract";

/** What a reader calls the things that events name by id. */
export type CaseNames = {
  /** Its title in quotes, or its name where it has none; so of a procedure. */
  tool: (name: string) => string;
  procedure: (name: string) => string;
  proposal: (proposalId: ProposalId) => string;
  pause: (pauseId: PauseId) => string;
  call: (key: CallKey) => string;
};

/** What people call tools and procedures; null for one that has no title. */
export type Titles = Record<"tool" | "procedure", (name: string) => string | null>;

/** Collects the names from a log. What the log does not know keeps its id. */
export function caseNames(events: readonly CaseEvent[], titles: Titles): CaseNames {
  const called = (kind: keyof Titles) => (name: string) => {
    const title = titles[kind](name);
    return title === null ? name : `“${title}”`;
  };
  const [tool, procedure] = [called("tool"), called("procedure")];
  const proposals = new Map<ProposalId, string>();
  const pauses = new Map<PauseId, string>();
  const calls = new Map<CallKey, string>();
  for (const event of events) {
    if (event.kind === "proposal.made")
      proposals.set(event.body.proposal.proposalId, stepName(event.body.proposal.step, { tool, procedure }));
    if (event.kind === "proposal.judged" && event.body.shown.title !== "")
      proposals.set(event.body.proposalId, `“${event.body.shown.title}”`);
    if (event.kind === "pause.opened") pauses.set(event.body.pause.pauseId, `“${event.body.pause.shown.text}”`);
    if (event.kind === "call.started")
      calls.set(
        event.body.key,
        event.body.undoOf === null ? tool(event.body.tool) : `the undo of ${tool(event.body.tool)}`,
      );
  }
  return {
    tool,
    procedure,
    proposal: (proposalId) => proposals.get(proposalId) ?? proposalId,
    pause: (pauseId) => pauses.get(pauseId) ?? pauseId,
    call: (key) => calls.get(key) ?? key,
  };
}

function stepName(step: ProposedStep, names: Pick<CaseNames, "tool" | "procedure">): string {
  switch (step.kind) {
    case "reply":
      return "the reply";
    case "later":
      return "the waiting";
    case "ask":
      return `the question about ${step.path}`;
    case "lookup":
      return `the lookup with ${step.calls.map(({ tool }) => names.tool(tool)).join(", ")}`;
    case "call":
      return `the call of ${names.tool(step.call.tool)}`;
    case "coordinate":
      return `${step.calls.map(({ tool }) => names.tool(tool)).join(", ")} together`;
    case "open-cases":
      return "the child cases";
    case "undo":
      return "the undo";
    case "undo-all":
      return "the undo of all that was done";
    case "withdraw":
      return "the withdrawal";
    case "plan":
      return `the plan for ${names.procedure(step.procedure)}`;
    case "handoff":
      return "the handoff";
    case "resolve":
      return "the resolution";
    default:
      return unreachable(step);
  }
}
