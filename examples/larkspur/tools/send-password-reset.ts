import type { FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { defineAction, hours } from "@purser/kit";
import { z } from "zod";
import { accountPath } from "./account-record.ts";
import { change, type Reading, readRecord } from "./shop-client.ts";

const resetSchema = z.object({ resetId: z.string(), sentTo: z.string(), status: z.string(), createdAt: z.string() });
type Reset = z.infer<typeof resetSchema>;

const factsSchema = z.strictObject({
  isFlagged: z.boolean(),
  /** The address of the account: the link goes nowhere else. */
  email: z.string(),
  /** Calendar days for which the address has been hers. */
  contactDays: z.int(),
  /** Links of the last 24 hours. */
  sentToday: z.int(),
  /** The links that there were before, so that the one that is sent now can be told from them. */
  formerResets: z.array(z.string()),
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({
  passwordReset: z.object({ id: z.string(), state: z.literal("sent"), sentTo: z.string() }),
});
type Output = z.infer<typeof outputSchema>;

/**
 * Has the CRM mail a link by which she chooses a new password. Neither link nor password is ever seen here. The CRM knows
 * no keys: each request sends another link, so nothing is sent twice.
 */
export default defineAction({
  name: "send_password_reset",
  title: "Mail a link for a new password",
  tier: "execute",
  input: z.strictObject({}),
  output: outputSchema,
  needs: {},
  gives: ["passwordReset.state", "passwordReset.sentTo"],
  promises: { "passwordReset.state": "sent" },
  factsSchema,
  sources: { isFlagged: "crm", email: "crm", contactDays: "crm", sentToday: "crm", formerResets: "crm" },
  touches: () => ({ type: "Account", id: "password" }),
  readFacts: readResetFacts,
  describe: ({ facts }) => `Mail a link for a new password to ${facts.email}?`,
  simulate: simulateReset,
  execute: (context) => {
    const request = { method: "POST" as const, path: resetsPath(context), key: context.key };
    const schema = z.object({ passwordReset: resetSchema });
    return change(context, "crm", request, schema, ({ passwordReset }) => resultOf(passwordReset));
  },
  verify: findReset,
  undo: {
    kind: "compensable",
    withinMs: hours(1),
    residue: "The mail stays in her mailbox; its link opens nothing any more.",
    factsSchema: z.strictObject({ state: z.string() }),
    sources: { state: "crm" },
    readFacts: async (context) => {
      const reset = await readReset(context, context.result.passwordReset.id);
      return reset.kind === "found" ? { kind: "read", facts: { state: reset.value.status } } : reset;
    },
    describe: () => "Revoke the link for a new password?",
    execute: (context) => {
      const { result, key, callKey } = context;
      const path = `${resetsPath(context)}/${encodeURIComponent(result.passwordReset.id)}/revoke`;
      const request = { method: "POST" as const, path, key, headers: { "purser-reverses": callKey } };
      return change(context, "crm", request, z.object({ passwordReset: resetSchema }), () => ({}));
    },
    verify: async (context) => {
      const reset = await readReset(context, context.result.passwordReset.id);
      if (reset.kind !== "found") return { kind: "unknown", detail: reset.detail };
      if (reset.value.status === "revoked") return { kind: "done", result: {} };
      return { kind: "not-done", detail: `The link is ${reset.value.status}.` };
    },
  },
});

function resetsPath(context: ToolContext): string {
  return `${accountPath(context) ?? "/customers"}/password-resets`;
}

function resultOf({ resetId, sentTo }: Reset): Output {
  return { passwordReset: { id: resetId, state: "sent", sentTo } };
}

const accountSchema = z.object({
  isFlagged: z.boolean(),
  email: z.string(),
  contacts: z.array(z.object({ kind: z.string(), value: z.string(), registeredAt: z.iso.datetime() })),
});

async function readResets(context: ToolContext): Promise<Reading<readonly Reset[]>> {
  const schema = z.object({ passwordResets: z.array(resetSchema) });
  const reading = await readRecord(context, "crm", resetsPath(context), schema);
  return reading.kind === "found" ? { kind: "found", value: reading.value.passwordResets } : reading;
}

async function readReset(context: ToolContext, resetId: string): Promise<Reading<Reset>> {
  const resets = await readResets(context);
  if (resets.kind !== "found") return resets;
  const reset = resets.value.find((it) => it.resetId === resetId);
  return reset === undefined
    ? { kind: "refused", code: "PUR-2002", detail: "There is no such link." }
    : { kind: "found", value: reset };
}

async function readResetFacts(context: ToolContext): Promise<FactsOutcome<Facts>> {
  const path = accountPath(context);
  if (path === null) return { kind: "refused", code: "PUR-2002", detail: "Nobody knows whose account it is." };
  const [account, resets] = await Promise.all([
    readRecord(context, "crm", path, z.object({ customer: accountSchema })),
    readResets(context),
  ]);
  if (account.kind !== "found") return account;
  if (resets.kind !== "found") return resets;
  const { isFlagged, email, contacts } = account.value.customer;
  const contact = contacts.find(({ kind, value }) => kind === "email" && value === email);
  const sinceMs = (instant: string): number => Date.parse(context.now) - Date.parse(instant);
  return {
    kind: "read",
    facts: {
      isFlagged,
      email,
      contactDays: contact === undefined ? 0 : Math.floor(sinceMs(contact.registeredAt) / hours(24)),
      sentToday: resets.value.filter(({ createdAt }) => sinceMs(createdAt) < hours(24)).length,
      formerResets: resets.value.map(({ resetId }) => resetId),
    },
  };
}

/** The link that was not there before. */
async function findReset(context: ToolContext & { facts: Facts }): Promise<Finding<Output>> {
  const resets = await readResets(context);
  if (resets.kind !== "found") return { kind: "unknown", detail: resets.detail };
  const made = resets.value.filter(({ resetId }) => !context.facts.formerResets.includes(resetId));
  const [reset, ...others] = made;
  if (reset === undefined) return { kind: "not-done", detail: "No link was sent." };
  if (others.length > 0) return { kind: "doubled", detail: `${made.length} links were sent.` };
  return { kind: "done", result: resultOf(reset) };
}

async function simulateReset(context: ToolContext & { facts: Facts }): Promise<Simulation> {
  const now = await readResetFacts(context);
  if (now.kind === "failed") return { kind: "cannot-tell", detail: now.detail };
  if (now.kind === "refused") return { kind: "would-refuse", detail: now.detail };
  const { sentToday } = now.facts;
  const links = { record: "account", field: "passwordResets", from: sentToday, to: sentToday + 1 };
  return { kind: "would-do", changes: [links] };
}
