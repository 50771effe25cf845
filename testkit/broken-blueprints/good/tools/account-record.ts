import type { ErrorCode } from "@purser/contract";
import type { ToolContext } from "@purser/kit";
import { z } from "zod";

/** Only the fields that we use. */
const accountSchema = z.object({
  accountId: z.string(),
  points: z.int(),
  isBlocked: z.boolean(),
  gifts: z.array(
    z.object({ giftId: z.string(), key: z.string(), points: z.int(), state: z.enum(["given", "taken-back"]) }),
  ),
});
export type Account = z.infer<typeof accountSchema>;

export type AccountReading =
  | { kind: "found"; account: Account }
  | { kind: "refused" | "failed"; code: ErrorCode; detail: string };

/** The account of the case's customer. Her id comes from the case, never from an argument. */
export async function readAccount({ customer, systems }: ToolContext): Promise<AccountReading> {
  if (customer === null || systems["loyalty"] === undefined)
    return { kind: "refused", code: "PUR-2002", detail: "Nobody is known." };
  const reply = await systems["loyalty"].request({
    method: "GET",
    path: `/accounts/${encodeURIComponent(customer.ref)}`,
  });
  if (reply.kind !== "answered") return { kind: "failed", code: "PUR-3001", detail: reply.detail };
  if (reply.status === 404) return { kind: "refused", code: "PUR-2002", detail: "There is no account." };
  const parsed = accountSchema.safeParse(reply.body);
  return parsed.success
    ? { kind: "found", account: parsed.data }
    : { kind: "failed", code: "PUR-3003", detail: "The answer lacks what we need." };
}
