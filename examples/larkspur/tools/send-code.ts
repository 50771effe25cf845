import { instantSchema } from "@purser/contract";
import type { FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
import { accountPath } from "./account-record.ts";
import { change, readRecord } from "./shop-client.ts";

/** `email` is the contact on file: a code goes nowhere else, whatever is written in the conversation. */
const factsSchema = z.strictObject({ email: z.string(), contactAgeDays: z.int() });
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({ code: z.object({ state: z.literal("sent"), messageId: z.string() }) });
type Output = z.infer<typeof outputSchema>;

const messagesSchema = z.object({ messages: z.array(z.object({ messageId: z.string() })) });
const contactsSchema = z.object({
  customer: z.object({
    email: z.string(),
    contacts: z.array(z.object({ kind: z.string(), value: z.string(), registeredAt: instantSchema })),
  }),
});

/** Mails the host's one-time code to the customer's contact on file. The Message-ID follows from the key. */
export default defineAction({
  name: "send_code",
  title: "Mail a one-time code",
  tier: "execute",
  input: z.strictObject({}),
  output: outputSchema,
  needs: {},
  gives: ["code.state"],
  factsSchema,
  sources: { email: "crm", contactAgeDays: "crm" },
  touches: () => ({ type: "Account", id: "one-time-code" }),
  readFacts: readContact,
  describe: ({ facts }) => `Mail a one-time code to ${facts.email}?`,
  simulate: simulateCode,
  execute: async (context) => {
    const { facts, key, oneTimeCode } = context;
    if (oneTimeCode === undefined) return { kind: "refused", code: "PUR-3004", detail: "There is no code to send." };
    const body = mailOf(messageIdOf(key), facts.email, oneTimeCode);
    const request = { method: "POST" as const, path: "/messages", body, key };
    return change(context, "mail", request, z.object({ accepted: z.literal(true) }), () => resultOf(key));
  },
  verify: findMail,
  once: "key",
  keyLifetimeMs: days(365),
  undo: { kind: "irreversible", because: "A mail that was sent cannot be called back." },
});

function messageIdOf(key: string): string {
  return `${key}@larkspur.example`;
}

function resultOf(key: string): Output {
  return { code: { state: "sent", messageId: messageIdOf(key) } };
}

function mailOf(messageId: string, to: string, code: string) {
  const text = [
    `Your code is ${code}. It is good for ten minutes and once.`,
    "Give it only in the conversation in which you asked for it; nobody from Larkspur will ever call you for it. If you did not ask for it, you need not do anything.",
    "Larkspur",
  ].join("\n\n");
  return { messageId, to, subject: "Your Larkspur code", text };
}

/** How long the address has been hers: who has just changed it must not be identified by it. */
async function readContact(context: ToolContext): Promise<FactsOutcome<Facts>> {
  const path = accountPath(context);
  if (path === null) return { kind: "refused", code: "PUR-2002", detail: "Nobody knows whose account it is." };
  const reading = await readRecord(context, "crm", path, contactsSchema);
  if (reading.kind !== "found") return reading;
  const { email, contacts } = reading.value.customer;
  const contact = contacts.find(({ kind, value }) => kind === "email" && value === email);
  if (contact === undefined)
    return { kind: "refused", code: "PUR-2002", detail: "There is no e-mail address on file." };
  return { kind: "read", facts: { email, contactAgeDays: context.daysSince(contact.registeredAt) } };
}

/** The mail system knows every Message-ID that it has accepted. */
async function findMail(context: ToolContext & { key: string }): Promise<Finding<Output>> {
  const path = `/messages?messageId=${encodeURIComponent(messageIdOf(context.key))}`;
  const sent = await readRecord(context, "mail", path, messagesSchema);
  if (sent.kind !== "found") return { kind: "unknown", detail: sent.detail };
  const [mail, ...others] = sent.value.messages;
  if (mail === undefined) return { kind: "not-done", detail: "No mail was accepted under this Message-ID." };
  if (others.length > 0) return { kind: "doubled", detail: "More than one mail has this Message-ID." };
  return { kind: "done", result: resultOf(context.key) };
}

async function simulateCode(context: ToolContext & { facts: Facts }): Promise<Simulation> {
  const now = await readContact(context);
  if (now.kind === "failed") return { kind: "cannot-tell", detail: now.detail };
  if (now.kind === "refused") return { kind: "would-refuse", detail: now.detail };
  return {
    kind: "would-do",
    changes: [{ record: "account", field: "codeMailedTo", from: null, to: context.facts.email }],
  };
}
