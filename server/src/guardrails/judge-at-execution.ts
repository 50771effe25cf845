import type { Judgement } from "@purser/contract";
import { onlyApproved } from "./draft.ts";
import { allowed, type GuardRequest, heldAssurance, judge, permits } from "./judge.ts";

/**
 * The judgement just before the call: with the assurance that is actually held, over facts read anew. Permitted, it
 * allows; otherwise it says what is missing beyond what is held. Nothing that was only offered counts.
 */
export function judgeAtExecution(request: GuardRequest): Judgement {
  const held = heldAssurance(request);
  const ask = request.isDraft ? onlyApproved(request.ask) : request.ask;
  const answer = ask(held);
  return permits(answer) ? allowed(request, held, answer) : judge(request);
}
