import type { Judgement } from "@purser/contract";
import { allowed, type GuardRequest, heldAssurances, judge, permits, withOwnRules } from "./judge.ts";

/**
 * The judgement just before the call: with the assurance that is actually held, over facts read anew. Permitted, it
 * allows; otherwise it says what is missing beyond what is held. Nothing that was only offered counts.
 */
export function judgeAtExecution(request: GuardRequest): Judgement {
  const ask = withOwnRules(request);
  for (const held of heldAssurances(request)) {
    const answer = ask(held);
    if (permits(answer)) return allowed(request, held, answer);
  }
  return judge(request);
}
