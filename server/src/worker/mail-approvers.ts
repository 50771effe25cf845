import type { Pause } from "@purser/contract";
import type { ActiveProposal } from "../cases/case-state.ts";
import type { OutboxRow } from "../cases/case-store.ts";
import { approversOf } from "../cases/coordinate.ts";
import { mayApprove } from "../guardrails/approver-role.ts";
import { mailTarget } from "../cases/mail-target.ts";
import type { StepContext } from "./step-context.ts";

/**
 * A mail to each who could answer this pause: who has an address, the role, no hand in what is asked, and has not
 * approved it yet. One that lies before somebody is mailed to that person alone.
 */
export function mailApprovers(
  { pauseId, mayAnswer, assignedTo }: Pick<Pause, "pauseId" | "mayAnswer" | "assignedTo">,
  proposal: ActiveProposal | undefined,
  { world }: StepContext,
): OutboxRow[] {
  const { people, mail, singleOperator } = world.blueprints.inForce().settings;
  if (mail === undefined || mayAnswer.kind === "customer") return [];
  const excluded = [...(proposal?.writers ?? []), ...approversOf(proposal?.grants ?? [])];
  return Object.entries(people).flatMap(([id, { email, role }]): OutboxRow[] => {
    const isAsked = assignedTo === undefined || assignedTo === id;
    const isMailed = email !== undefined && isAsked && !excluded.includes(id);
    return isMailed && mayApprove(role, mayAnswer.role, singleOperator)
      ? [{ outboxId: world.id("out"), kind: "mail", target: mailTarget(pauseId, id) }]
      : [];
  });
}
