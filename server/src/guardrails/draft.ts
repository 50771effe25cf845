import type { Assurance, PolicyReference } from "@purser/contract";
import type { PolicyAnswer } from "@purser/kit";

/** The sentence for operators when policies would have a customer confirm what she may not see yet. */
export const draftNeedsConfirmation =
  "A guardrail asks for the customer's confirmation, and a draft reaches no customer before it is approved.";

const unapproved: PolicyReference & { escalates: boolean } = {
  id: "draft",
  effect: "forbid",
  reason: "A draft waits for a teammate's approval.",
  escalates: true,
};

/** The policies as a draft meets them: whatever they permit, nothing is done before a teammate has approved it. */
export function onlyApproved(ask: (assurance: Assurance) => PolicyAnswer): (assurance: Assurance) => PolicyAnswer {
  return (assurance): PolicyAnswer => {
    const answer = ask(assurance);
    return assurance.approved || !answer.isPermitted
      ? answer
      : { ...answer, isPermitted: false, permits: [], forbids: [unapproved] };
  };
}
