import { type Assurance, approvalsOf, identityLevelSchema, mostApprovals, roleRank } from "@purser/contract";
import { z } from "zod";

/** Some assurance, as a person writes it: all of what is named. */
export const neededAssuranceSchema = z
  .strictObject({
    identity: identityLevelSchema.optional(),
    confirmed: z.literal(true).optional(),
    /** Approved by somebody with at least this role. */
    approvedBy: z.enum(["teammate", "lead", "admin"]).optional(),
    /** By so many different people. */
    approvals: z.int().min(1).max(mostApprovals).optional(),
  })
  .refine((needed) => Object.keys(needed).length > 0, {
    error: "name at least one of identity, confirmed, approvedBy and approvals",
  });
export type NeededAssurance = z.infer<typeof neededAssuranceSchema>;

/** Whether this assurance has all that is named. */
export function hasAssurance(assurance: Assurance, needed: NeededAssurance): boolean {
  return (
    assurance.identity >= (needed.identity ?? 0) &&
    (needed.confirmed !== true || assurance.confirmed) &&
    roleRank(assurance.approverRole) >= roleRank(needed.approvedBy ?? null) &&
    approvalsOf(assurance) >= (needed.approvals ?? 0)
  );
}
