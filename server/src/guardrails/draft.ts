import type { Assurance, PolicyReference } from "@purser/contract";
import type { PolicyAnswer } from "@purser/kit";
import { onlyWith } from "./only-with.ts";

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
  return onlyWith("approved", unapproved, ask);
}
