import { type NewEvent, type ProposalId, messageIdSchema } from "@purser/contract";
import { addressIn } from "../../cases/identification-text.ts";
import { standingOf } from "../../cases/proposal-ends.ts";
import { hostSays } from "../../blueprint/sentences/host-sentences.ts";
import { proposalIn, type StepContext } from "../step-context.ts";
import type { StepResult } from "../step-result.ts";
import { messageTo } from "./message.ts";

/** Tells the customer how to show who she is: by a code where that is enough, else by a login. */
export async function identify(proposalId: ProposalId, context: StepContext): Promise<StepResult> {
  const { state, now, blueprint } = context;
  const verdict = standingOf(proposalIn(state, proposalId))?.judgement.verdict;
  const level = verdict?.kind === "identify" ? verdict.level : 2;
  const { customers } = blueprint.settings;
  if (customers?.sendCode === undefined || level > customers.codeLevel)
    return {
      events: [messageTo(context, hostSays(blueprint.settings, level >= 3 ? "signInAgain" : "signIn"), { proposalId })],
    };
  const asked: NewEvent = { kind: "code.asked", body: { proposalId } };
  const { code, isAsked } = state.identification;
  // What she was asked or sent already is still good: twice would only confuse her.
  if (code !== null && code.triesLeft > 0 && now < code.expiresAt) return { events: [asked] };
  const given = isAsked ? null : await addressGiven(context);
  return { events: [asked, given ?? messageTo(context, hostSays(blueprint.settings, "askAddress"))] };
}

/** The address that she wrote by herself is not asked for. */
async function addressGiven(context: StepContext): Promise<NewEvent | null> {
  const written = (await context.readMessages()).filter(({ direction }) => direction === "in");
  const [last] = written
    .flatMap(({ id, text }) => {
      const address = addressIn(text);
      return address === null ? [] : [{ requestId: messageIdSchema.parse(id), address }];
    })
    .slice(-1);
  return last === undefined ? null : { kind: "code.requested", body: last };
}
