import type { Judgement } from "@purser/contract";
import { z } from "zod";
import type { Proposed } from "./kernel.ts";

/** One line of the verdicts' file. */
export const writeVerdictSchema = z.strictObject({
  id: z.string(),
  turn: z.int(),
  tool: z.string(),
  verdict: z.enum(["allow", "confirm", "approve", "identify", "escalate", "deny"]),
  /** Where the customer was asked to confirm: whether the recorded words hold her yes. */
  assent: z.boolean().optional(),
  reasons: z.array(z.string()),
});
export type WriteVerdict = z.infer<typeof writeVerdictSchema>;

export function writeVerdict(id: string, turn: number, tool: string, { judgement, assent }: Proposed): WriteVerdict {
  const { kind } = judgement.verdict;
  return {
    id,
    turn,
    tool,
    verdict: kind === "confirm-then-approve" ? "approve" : kind,
    ...(assent === null ? {} : { assent }),
    reasons: reasonsOf(judgement),
  };
}

/** The policies that decided, with their sentences; where none did, what the guard says instead. */
function reasonsOf({ policies, verdict }: Judgement): string[] {
  if (policies.length > 0) return policies.map(({ id, reason }) => (reason === null ? id : `${id}: ${reason}`));
  return "reasons" in verdict ? verdict.reasons : [];
}
