import type { ProposedStep } from "@purser/contract";
import type { Procedure } from "../../../blueprint/procedure.ts";
import { procedureReply } from "../../../blueprint/procedure-reply.ts";
import type { FinishedProposal } from "../../../cases/case-state.ts";
import { type CaseView, knownValues } from "../../reasoner.ts";
import type { TakenMeans } from "../planning/means-of.ts";
import { handoffOf } from "../planning/handoff.ts";

type CoordinatedStep = Extract<ProposedStep, { kind: "coordinate" }>;
type ToolMeans = Extract<TakenMeans, { kind: "tool" }>;

/** Does the procedure want this action done together with others? */
export function isTogether({ header }: Procedure, { name }: TakenMeans): boolean {
  return header.together.includes(name);
}

/** All that belongs together as one proposal, in the procedure's order; null while the arguments of one are not known, and where nothing does. */
export function proposedTogether({ header }: Procedure, ready: readonly TakenMeans[]): CoordinatedStep | null {
  const calls = header.together.flatMap((name) => {
    const means = ready.find((step): step is ToolMeans => step.kind === "tool" && step.name === name);
    return means === undefined || means.args === null ? [] : [{ tool: name, args: means.args }];
  });
  return calls.length > 0 && calls.length === header.together.length ? { kind: "coordinate", calls } : null;
}

/** A part failed and the others were taken back: she is told so, and a person gets it with the exact state. */
export function afterUndone(
  procedure: Procedure,
  view: CaseView,
  end: Extract<FinishedProposal["end"], { kind: "undone" }>,
): { step: ProposedStep; reason: string } {
  const { state, blueprint } = view;
  const why = `${end.tool} failed for good: ${end.detail} What had been done before it was taken back.`;
  const claims = state.doneCalls.filter(({ undoOf }) => undoOf !== null).map(({ key }) => key);
  const values = knownValues(state);
  const reply = { text: procedureReply(procedure, "undone", values, blueprint.settings), claims };
  return handoffOf("repeated-failure", why, `Go on with ${procedure.name} by hand, or propose it again later.`, reply);
}
