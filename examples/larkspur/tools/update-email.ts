import type { Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
import { accountPath, readAccount } from "./account-record.ts";
import { change, readRecord } from "./shop-client.ts";

const outputSchema = z.object({
  email: z.object({ state: z.literal("changed"), address: z.string(), former: z.string() }),
});

const isSetAlready = "The account has this address already.";

/**
 * Changes the address by which the account is known; kept in small letters, as the CRM does. It has no keys and no
 * versions, so nothing is sent twice.
 */
export default defineAction({
  name: "update_email",
  title: "Change the e-mail address",
  tier: "execute",
  input: z.strictObject({ email: z.email().toLowerCase() }),
  output: outputSchema,
  needs: { email: "email.address" },
  gives: ["email.state", "email.address"],
  promises: { "email.state": "changed" },
  factsSchema: z.strictObject({ isFlagged: z.boolean(), currentEmail: z.string() }),
  sources: { isFlagged: "crm", currentEmail: "crm" },
  touches: () => ({ type: "Account", id: "email" }),
  readFacts: async (context) => {
    const account = await readAccount(context);
    if (account.kind !== "found") return account;
    return { kind: "read", facts: { isFlagged: account.value.isFlagged, currentEmail: account.value.email } };
  },
  describe: ({ args }) => `Change the e-mail address of your account to ${args.email}?`,
  simulate: simulateEmail,
  execute: async (context) => {
    const { args, facts, key } = context;
    if (args.email === facts.currentEmail) return { kind: "refused", code: "PUR-3004", detail: isSetAlready };
    const result = { email: { state: "changed" as const, address: args.email, former: facts.currentEmail } };
    return putEmail(context, args.email, { "idempotency-key": key }, result);
  },
  verify: async (context) => {
    const { args, facts } = context;
    const found = await findEmail(context, args.email);
    const result = { email: { state: "changed" as const, address: args.email, former: facts.currentEmail } };
    return found.kind === "done" ? { kind: "done", result } : found;
  },
  undo: {
    kind: "compensable",
    withinMs: days(30),
    residue: "The contact counts as registered on the day of the undo.",
    factsSchema: z.strictObject({ currentEmail: z.string() }),
    sources: { currentEmail: "crm" },
    readFacts: async (context) => {
      const account = await readAccount(context);
      return account.kind === "found" ? { kind: "read", facts: { currentEmail: account.value.email } } : account;
    },
    describe: ({ result }) => `Set the e-mail address of the account back to ${result.email.former}?`,
    execute: async (context) => {
      const { result, facts, key, callKey } = context;
      const { former } = result.email;
      if (facts.currentEmail === former) return { kind: "refused", code: "PUR-3012", detail: isSetAlready };
      return putEmail(context, former, { "idempotency-key": key, "purser-reverses": callKey }, {});
    },
    verify: (context) => findEmail(context, context.result.email.former),
  },
});

const holdersSchema = z.object({ customers: z.array(z.object({ customerRef: z.string() })) });

/** Another customer's address is refused by the CRM; the same address again would renew the contact for nothing. */
async function simulateEmail(context: ToolContext & { args: { email: string } }): Promise<Simulation> {
  const { email: wanted } = context.args;
  const [account, holders] = await Promise.all([
    readAccount(context),
    readRecord(context, "crm", `/customers?email=${encodeURIComponent(wanted)}`, holdersSchema),
  ]);
  if (account.kind === "failed") return { kind: "cannot-tell", detail: account.detail };
  if (account.kind === "refused") return { kind: "would-refuse", detail: account.detail };
  if (holders.kind !== "found") return { kind: "cannot-tell", detail: holders.detail };
  const { email } = account.value;
  if (email === wanted) return { kind: "would-refuse", detail: isSetAlready };
  const isTaken = holders.value.customers.some(({ customerRef }) => customerRef !== context.customer?.ref);
  if (isTaken) return { kind: "would-refuse", detail: "Another customer has this e-mail address." };
  return { kind: "would-do", changes: [{ record: "account", field: "email", from: email, to: wanted }] };
}

const answerSchema = z.object({ customer: z.object({ email: z.string() }) });

function putEmail<Result extends Record<string, { state: "changed"; address: string; former: string }>>(
  context: ToolContext,
  email: string,
  headers: Readonly<Record<string, string>>,
  result: Result,
) {
  const path = `${accountPath(context) ?? "/customers"}/email`;
  return change(context, "crm", { method: "PUT", path, body: { email }, headers }, answerSchema, () => result);
}

/** The account itself is all that can be read back. */
async function findEmail(context: ToolContext, wanted: string): Promise<Finding> {
  const account = await readAccount(context);
  if (account.kind !== "found") return { kind: "unknown", detail: account.detail };
  if (account.value.email === wanted) return { kind: "done", result: {} };
  return { kind: "not-done", detail: "The account shows another address." };
}
