import type { CaseId } from "@purser/contract";
import { appendSeen, refuseClosed } from "../append-inlet.ts";
import type { Desk } from "../desk.ts";
import type { ShownIdentity } from "../open-case.ts";

/** The customer has shown who she is, as the channel proved it; a proposal that waits for it is judged anew. */
export function changeIdentity(caseId: CaseId, identity: ShownIdentity, desk: Desk): Promise<void> {
  return appendSeen(caseId, "identity", desk, (caseNow) => {
    refuseClosed(caseNow);
    return [{ kind: "identity.changed", body: { subject: caseNow.row.customerId ?? caseId, ...identity } }];
  });
}
