import type { CallKey, CaseId, Instant, PauseId, ProposalId, TimerId } from "@purser/contract";
import type { HandoffDue } from "./case-state.ts";

/** The one thing to do next. `perform` has a branch and a file for each kind but `wait`. */
export type NextStep =
  /** Ask the reasoner for one proposal. */
  | { kind: "think" }
  /** Ask the guard about a proposed action. */
  | { kind: "judge"; proposalId: ProposalId }
  /** Run proposed lookups. */
  | { kind: "lookup"; proposalId: ProposalId }
  /** Open a pause for what the verdict still lacks. */
  | { kind: "ask"; proposalId: ProposalId; pauseKind: "confirm" | "approve" }
  /** Tell the customer how to show who she is. */
  | { kind: "identify"; proposalId: ProposalId }
  /** Answer what she wrote to show who she is: mail a code, or say that one was wrong. */
  | { kind: "answerIdentification" }
  /** A newer proposal takes the place of one that is being asked about. */
  | { kind: "supersede"; proposalId: ProposalId; newProposalId: ProposalId }
  | { kind: "withdraw"; proposalId: ProposalId }
  /** Propose the next part of what is carried out together: a call, or the taking back of one. */
  | { kind: "part"; proposalId: ProposalId }
  /** Open the child cases of a proposal that are due. */
  | { kind: "openCases"; proposalId: ProposalId }
  /** Close a child case that nobody waits for any more. */
  | { kind: "stopChild"; childId: CaseId }
  /** Tell the case that this one is a part of how it ended. */
  | { kind: "report" }
  /** Ask which of several open questions a plain answer was meant for. */
  | { kind: "askWhich" }
  /** Judge at execution and write down the intention; attempt 2 and later repeat a call that is known not to have happened. */
  | { kind: "start"; proposalId: ProposalId; attempt: number }
  /** Make the call whose intention is written down. */
  | { kind: "call"; key: CallKey }
  /** Look up by key what became of a call; also of one given up long ago. */
  | { kind: "verify"; key: CallKey }
  /** Give up a part's call that is known not to have happened and may not be repeated. */
  | { kind: "giveUp"; key: CallKey; reason: string }
  | { kind: "say"; proposalId: ProposalId }
  /** Check with fresh reads that the goal is met, and resolve. */
  | { kind: "resolve"; proposalId: ProposalId }
  | { kind: "handOff"; due: HandoffDue; proposalId: ProposalId | null }
  | { kind: "expire"; pauseId: PauseId; proposalId: ProposalId }
  /** A timer is due; one for a reminder of an open pause reminds. */
  | { kind: "fire"; timerId: TimerId }
  | { kind: "reopen" }
  | { kind: "wait"; until: Instant | null };
