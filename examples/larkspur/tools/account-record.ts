import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Reading, readRecord } from "./shop-client.ts";

/** The customer's account: the fields that the tools use. */
const accountSchema = z.object({ name: z.string(), email: z.string(), isFlagged: z.boolean() });
export type Account = z.infer<typeof accountSchema>;

/** Where the account of the case's customer lies; null while nobody knows who writes. */
export function accountPath({ customer }: ToolContext): string | null {
  return customer === null ? null : `/customers/${encodeURIComponent(customer.ref)}`;
}

export async function readAccount(context: ToolContext): Promise<Reading<Account>> {
  return readAccountWith(accountSchema, context);
}

/** These fields of the account. */
export async function readAccountWith<Fields>(
  schema: z.ZodType<Fields>,
  context: ToolContext,
): Promise<Reading<Fields>> {
  const path = accountPath(context);
  if (path === null) return { kind: "refused", code: "PUR-2002", detail: "Nobody knows whose account it is." };
  const reading = await readRecord(context, "crm", path, z.object({ customer: schema }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.customer } : reading;
}
