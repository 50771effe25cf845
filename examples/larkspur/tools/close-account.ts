import type { FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
import { accountPath } from "./account-record.ts";
import { change, type Reading, readRecord } from "./shop-client.ts";
import { readSubscriptions } from "./subscription-record.ts";

const factsSchema = z.strictObject({
  isFlagged: z.boolean(),
  isClosed: z.boolean(),
  email: z.string(),
  /** An outfit box that is not cancelled: it would be sent, and paid, all the same. */
  hasBox: z.boolean(),
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({ account: z.object({ state: z.literal("closed") }) });
type Output = z.infer<typeof outputSchema>;
const closed: Output = { account: { state: "closed" } };

/**
 * Closes the customer's account. The CRM cannot open one again, so it waits for two weeks in which she can call it off; then
 * nothing takes it back. A closed account refuses to be closed, so a repeat is harmless.
 */
export default defineAction({
  name: "close_account",
  title: "Close the account",
  tier: "execute",
  input: z.strictObject({}),
  output: outputSchema,
  needs: {},
  gives: ["account.state"],
  promises: { "account.state": "closed" },
  factsSchema,
  sources: { isFlagged: "crm", isClosed: "crm", email: "crm", hasBox: "payments" },
  touches: () => ({ type: "Account", id: "account" }),
  readFacts: readClosingFacts,
  describe: ({ facts }) => `Close the account of ${facts.email} for good, with its login, preferences and membership?`,
  simulate: simulateClosing,
  execute: async ({ key, attempt, ...context }) => {
    const request = { method: "POST" as const, path: `${accountPath(context) ?? "/customers"}/close`, key };
    const outcome = await change(context, "crm", request, z.object({ customer: accountSchema }), () => closed);
    // A repeat may meet what its own first attempt closed.
    const isPerhapsDone = attempt > 1 && outcome.kind === "refused" && outcome.code === "PUR-3005";
    return isPerhapsDone ? { kind: "unknown", code: outcome.code, detail: outcome.detail } : outcome;
  },
  verify: findClosed,
  once: "natural",
  undo: { kind: "held", graceMs: days(14) },
});

const accountSchema = z.object({
  isFlagged: z.boolean(),
  email: z.string(),
  closedAt: z.iso.datetime().exactOptional(),
});

async function readClosing(context: ToolContext): Promise<Reading<z.infer<typeof accountSchema>>> {
  const path = accountPath(context);
  if (path === null) return { kind: "refused", code: "PUR-2002", detail: "Nobody knows whose account it is." };
  const reading = await readRecord(context, "crm", path, z.object({ customer: accountSchema }));
  return reading.kind === "found" ? { kind: "found", value: reading.value.customer } : reading;
}

async function readClosingFacts(context: ToolContext): Promise<FactsOutcome<Facts>> {
  const [account, boxes] = await Promise.all([readClosing(context), readSubscriptions(context)]);
  if (account.kind !== "found") return account;
  if (boxes.kind !== "found") return boxes;
  const { isFlagged, email, closedAt } = account.value;
  const hasBox = boxes.value.some(({ status }) => status !== "cancelled");
  return { kind: "read", facts: { isFlagged, isClosed: closedAt !== undefined, email, hasBox } };
}

async function findClosed(context: ToolContext): Promise<Finding<Output>> {
  const account = await readClosing(context);
  if (account.kind !== "found") return { kind: "unknown", detail: account.detail };
  if (account.value.closedAt !== undefined) return { kind: "done", result: closed };
  return { kind: "not-done", detail: "The account is open." };
}

async function simulateClosing(context: ToolContext): Promise<Simulation> {
  const account = await readClosing(context);
  if (account.kind === "failed") return { kind: "cannot-tell", detail: account.detail };
  if (account.kind === "refused") return { kind: "would-refuse", detail: account.detail };
  if (account.value.closedAt !== undefined) return { kind: "would-refuse", detail: "The account is closed already." };
  return { kind: "would-do", changes: [{ record: "account", field: "state", from: "open", to: "closed" }] };
}
