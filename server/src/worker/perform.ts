import { unreachable } from "@purser/contract";
import type { NextStep } from "../cases/next-step.ts";
import type { StepContext } from "./step-context.ts";
import type { StepResult } from "./step-result.ts";
import { answerIdentification } from "./steps/answer-identification.ts";
import { askWhich } from "./steps/ask-which.ts";
import { call } from "./steps/call.ts";
import { openCases, report, stopChild } from "./steps/child-cases.ts";
import { handOff } from "./steps/hand-off.ts";
import { judgeProposal } from "./steps/judge.ts";
import { lookup } from "./steps/lookup.ts";
import { giveUp, part } from "./steps/part.ts";
import { identify } from "./steps/identify.ts";
import { ask, expire, fire, supersede, withdraw } from "./steps/pauses.ts";
import { resolve } from "./steps/resolve.ts";
import { say } from "./steps/say.ts";
import { start } from "./steps/start.ts";
import { think } from "./steps/think.ts";
import { verify } from "./steps/verify.ts";

/** Does one step and returns what happened; the only effects of the kernel. It decides nothing. */
export async function perform(step: Exclude<NextStep, { kind: "wait" }>, context: StepContext): Promise<StepResult> {
  switch (step.kind) {
    case "think":
      return think(context);
    case "judge":
      return judgeProposal(step.proposalId, context);
    case "lookup":
      return lookup(step.proposalId, context);
    case "ask":
      return ask(step.proposalId, step.pauseKind, context);
    case "identify":
      return identify(step.proposalId, context);
    case "answerIdentification":
      return answerIdentification(context);
    case "supersede":
      return supersede(step.proposalId, step.newProposalId, context);
    case "withdraw":
      return withdraw(step.proposalId, context);
    case "openCases":
      return openCases(step.proposalId, context);
    case "stopChild":
      return stopChild(step.childId, context);
    case "report":
      return report(context);
    case "askWhich":
      return askWhich(context);
    case "part":
      return part(step.proposalId, context);
    case "giveUp":
      return giveUp(step.key, step.reason);
    case "start":
      return start(step.proposalId, step.attempt, context);
    case "call":
      return call(step.key, context);
    case "verify":
      return verify(step.key, context);
    case "say":
      return say(step.proposalId, context);
    case "resolve":
      return resolve(step.proposalId, context);
    case "handOff":
      return handOff(step.due, step.proposalId, context);
    case "expire":
      return expire(step.pauseId, step.proposalId, context);
    case "fire":
      return fire(step.timerId, context);
    case "reopen":
      return { events: [{ kind: "case.reopened", body: { reason: "The customer wrote again." } }] };
    default:
      return unreachable(step);
  }
}
