import type { Judgement } from "@purser/contract";
import type { StepContext } from "./step-context.ts";

/**
 * Whether a case was opened by what a system reports and she has neither written in it nor read anything: she does not know that there
 * is one.
 */
export async function isUnknownToHer({ state, readLog }: Pick<StepContext, "state" | "readLog">): Promise<boolean> {
  if (state.messages.length > 0) return false;
  const [opening] = await readLog();
  return opening?.kind === "case.opened" && opening.body.trigger.kind === "event";
}

/** Who she is cannot be asked of somebody who has asked for nothing: a person decides then. */
export async function unlessUnknownToHer(judgement: Judgement, context: StepContext): Promise<Judgement> {
  const { verdict } = judgement;
  if (verdict.kind !== "identify" || !(await isUnknownToHer(context))) return judgement;
  const reason = `It needs identity level ${verdict.level}. The case was opened by a report, and she has written nothing, so she was not asked who she is.`;
  return { ...judgement, verdict: { kind: "escalate", reasons: [reason] } };
}
