import type { FactsOutcome, Finding, Simulation, ToolContext } from "@purser/kit";
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
import { readAccount } from "./account-record.ts";
import { readReferenced } from "./label-reference.ts";
import { readLabel } from "./label-record.ts";
import { change, readRecord } from "./shop-client.ts";

const inputSchema = z.strictObject({ reference: z.string().min(1), labelId: z.string().min(1) });
type Input = z.infer<typeof inputSchema>;

const factsSchema = z.strictObject({
  referenceState: z.string(),
  labelState: z.string(),
  /** Where the document lies; absent until the carrier has made it. */
  labelUrl: z.string().exactOptional(),
  isFlagged: z.boolean(),
  /** The customer's address in the CRM: the label goes nowhere else. */
  email: z.string(),
  orderId: z.string(),
});
type Facts = z.infer<typeof factsSchema>;

const outputSchema = z.object({ mail: z.object({ state: z.literal("sent"), messageId: z.string(), to: z.string() }) });
type Output = z.infer<typeof outputSchema>;

const messagesSchema = z.object({ messages: z.array(z.object({ messageId: z.string(), to: z.string() })) });

/** Mails the return label to the customer. The Message-ID follows from the key, and is remembered for ever. */
export default defineAction({
  name: "send_label",
  title: "Mail the return label",
  tier: "execute",
  input: inputSchema,
  output: outputSchema,
  needs: { reference: "label.reference", labelId: "label.id" },
  gives: ["mail.state"],
  promises: { "mail.state": "sent" },
  factsSchema,
  sources: {
    referenceState: "oms",
    labelState: "shipping",
    labelUrl: "shipping",
    isFlagged: "crm",
    email: "crm",
    orderId: "oms",
  },
  touches: ({ reference }) => ({ type: "LabelReference", id: reference }),
  readFacts: readMailFacts,
  describe: ({ facts }) => `Mail the return label for order ${facts.orderId} to ${facts.email}?`,
  simulate: simulateMail,
  execute: async (context) => {
    const { facts, key } = context;
    if (facts.labelUrl === undefined)
      return { kind: "refused", code: "PUR-3004", detail: "The label has no document yet." };
    const body = mailOf(messageIdOf(key), facts, facts.labelUrl);
    const request = { method: "POST" as const, path: "/messages", body, key };
    return change(context, "mail", request, z.object({ accepted: z.literal(true) }), () => resultOf(key, facts.email));
  },
  verify: findMail,
  once: "key",
  keyLifetimeMs: days(365),
  undo: { kind: "irreversible", because: "A mail that was sent cannot be called back." },
});

function messageIdOf(key: string): string {
  return `${key}@larkspur.example`;
}

function resultOf(key: string, to: string): Output {
  return { mail: { state: "sent", messageId: messageIdOf(key), to } };
}

function mailOf(messageId: string, { email, orderId }: Facts, url: string) {
  const text = [
    `Here is your prepaid return label for order ${orderId}:`,
    url,
    "Print it, put the item back into its parcel, and hand it in at any parcel shop within two weeks. It costs you nothing.",
    "Larkspur",
  ].join("\n\n");
  return {
    messageId,
    to: email,
    subject: `Your return label for order ${orderId}`,
    text,
    attachments: [{ name: "return-label.pdf", url }],
  };
}

async function readMailFacts(context: ToolContext & { args: Input }): Promise<FactsOutcome<Facts>> {
  const { reference, labelId } = context.args;
  const [referenced, label, account] = await Promise.all([
    readReferenced(context, reference),
    readLabel(context, labelId),
    readAccount(context),
  ]);
  if (referenced.kind !== "found") return referenced;
  if (label.kind !== "found") return label;
  if (account.kind !== "found") return account;
  if (label.value.reference !== reference)
    return { kind: "refused", code: "PUR-2002", detail: `${labelId} is no label of ${reference}.` };
  const { status, url } = label.value;
  return {
    kind: "read",
    facts: {
      referenceState: referenced.value.status,
      labelState: status,
      ...(url === null ? {} : { labelUrl: url }),
      isFlagged: account.value.isFlagged,
      email: account.value.email,
      orderId: referenced.value.orderId,
    },
  };
}

/** The mail system knows every Message-ID that it has accepted. */
async function findMail(context: ToolContext & { facts: Facts; key: string }): Promise<Finding<Output>> {
  const path = `/messages?messageId=${encodeURIComponent(messageIdOf(context.key))}`;
  const sent = await readRecord(context, "mail", path, messagesSchema);
  if (sent.kind !== "found") return { kind: "unknown", detail: sent.detail };
  const [mail, ...others] = sent.value.messages;
  if (mail === undefined) return { kind: "not-done", detail: "No mail was accepted under this Message-ID." };
  if (others.length > 0) return { kind: "doubled", detail: "More than one mail has this Message-ID." };
  return { kind: "done", result: resultOf(context.key, mail.to) };
}

async function simulateMail(context: ToolContext & { args: Input; facts: Facts }): Promise<Simulation> {
  const now = await readMailFacts(context);
  if (now.kind === "failed") return { kind: "cannot-tell", detail: now.detail };
  if (now.kind === "refused") return { kind: "would-refuse", detail: now.detail };
  if (context.facts.labelUrl === undefined) return { kind: "would-refuse", detail: "The label has no document yet." };
  const record = `label ${context.args.labelId}`;
  return { kind: "would-do", changes: [{ record, field: "mailedTo", from: null, to: context.facts.email }] };
}
