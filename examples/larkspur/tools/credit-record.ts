import { formatMoney, instantSchema } from "@purser/contract";
import type { ActionOutcome, FactsOutcome, Finding, ToolContext, UndoDefinition } from "@purser/kit";
import { days } from "@purser/kit";
import { z } from "zod";
import { change, type Reading, readRecord } from "./shop-client.ts";

/** Store credit: the fields that the tools use. */
const creditSchema = z.object({
  creditId: z.string(),
  amountMinor: z.int(),
  status: z.string(),
  createdAt: instantSchema,
});
export type Credit = z.infer<typeof creditSchema>;

/** The customer's credits: all, or those issued (`key`) or revoked (`revokeKey`) under a key. */
export async function readCredits(
  context: ToolContext,
  under?: { name: "key" | "revokeKey"; key: string },
): Promise<Reading<readonly Credit[]>> {
  const query = under === undefined ? "" : `?${under.name}=${encodeURIComponent(under.key)}`;
  const reading = await readRecord(
    context,
    "payments",
    `/credits${query}`,
    z.object({ credits: z.array(creditSchema) }),
  );
  return reading.kind === "found" ? { kind: "found", value: reading.value.credits } : reading;
}

/** What every action that issues store credit gives. */
export const creditOutputSchema = z.object({
  credit: z.object({ id: z.string(), state: z.string(), amountMinor: z.int() }),
});
export type CreditOutput = z.infer<typeof creditOutputSchema>;

const answerSchema = z.object({ credit: creditSchema });

function resultOf({ creditId, status, amountMinor }: Credit): CreditOutput {
  return { credit: { id: creditId, state: status, amountMinor } };
}

/** Issues credit at this path of the payment system, which keeps keys for 24 hours. */
export function issueCredit(
  context: ToolContext,
  path: string,
  body: Readonly<Record<string, string | number>>,
  key: string,
): Promise<ActionOutcome<CreditOutput>> {
  return change(context, "payments", { method: "POST", path, body, key }, answerSchema, ({ credit }) =>
    resultOf(credit),
  );
}

/** The one credit that was issued or revoked under a key. */
async function findCredit(
  context: ToolContext,
  name: "key" | "revokeKey",
  key: string,
): Promise<Finding<CreditOutput>> {
  const under = await readCredits(context, { name, key });
  if (under.kind !== "found") return { kind: "unknown", detail: under.detail };
  const [credit, ...others] = under.value;
  if (credit === undefined) return { kind: "not-done", detail: "No credit stands under the key." };
  if (others.length > 0) return { kind: "doubled", detail: "More than one credit stands under the key." };
  if (credit.status !== (name === "key" ? "issued" : "revoked"))
    return { kind: "unknown", detail: `The credit is ${credit.status}.` };
  return { kind: "done", result: resultOf(credit) };
}

/** Reads back that this amount was issued under the key. */
export async function findIssued(
  context: ToolContext,
  amountMinor: number,
  key: string,
): Promise<Finding<CreditOutput>> {
  const credit = await findCredit(context, "key", key);
  if (credit.kind !== "done" || credit.result.credit.amountMinor === amountMinor) return credit;
  return { kind: "unknown", detail: "The credit is of another amount." };
}

const issuedSchema = z.strictObject({ isIssued: z.boolean() });
type Issued = z.infer<typeof issuedSchema>;

/** What takes back credit that was issued for an order; `name` is what the question calls it. */
export function revocationOf<Input extends { orderId: string }>(
  name: string,
): UndoDefinition<Input, CreditOutput, Issued> {
  return {
    kind: "compensable",
    withinMs: days(30),
    residue: "The customer has been told of the credit.",
    factsSchema: issuedSchema,
    sources: { isIssued: "payments" },
    readFacts: (context) => readIsIssued(context, context.result.credit.id),
    describe: ({ args, result }) =>
      `Take back the ${name} of ${formatMoney(result.credit.amountMinor, "USD")} for order ${args.orderId}?`,
    execute: (context) => revokeCredit(context, context.result.credit.id, context.key, context.callKey),
    verify: (context) => findCredit(context, "revokeKey", context.key),
  };
}

async function readIsIssued(context: ToolContext, creditId: string): Promise<FactsOutcome<Issued>> {
  const credits = await readCredits(context);
  if (credits.kind !== "found") return credits;
  const own = credits.value.find((credit) => credit.creditId === creditId);
  return { kind: "read", facts: { isIssued: own?.status === "issued" } };
}

/** `reverses` is the key under which the credit was issued. */
function revokeCredit(context: ToolContext, creditId: string, key: string, reverses: string): Promise<ActionOutcome> {
  const path = `/credits/${encodeURIComponent(creditId)}/revoke`;
  const headers = { "purser-reverses": reverses };
  return change(context, "payments", { method: "POST", path, key, headers }, answerSchema, () => ({}));
}

const recentDays = 90;

/** What was credited in the last 90 days and not revoked, in cents. */
export function recentlyCreditedMinor(credits: readonly Credit[], { daysSince }: ToolContext): number {
  return credits
    .filter(({ status, createdAt }) => status === "issued" && daysSince(createdAt) <= recentDays)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
