import { formatMoney, type JsonObject, plusMs } from "@purser/contract";
import type { ActionOutcome, FactsOutcome, Finding, Simulation, ToolContext, UndoDefinition } from "@purser/kit";
import { days } from "@purser/kit";
import { z } from "zod";
import { readChargesOf, readRefund, readRefundsUnder, type Refund, refundSchema } from "./charge-record.ts";
import { change, type Reading } from "./shop-client.ts";

/** What every action that gives money back to a charge gives. */
export const refundOutputSchema = z.object({
  refund: z.object({ id: z.string(), state: z.string(), amountMinor: z.int() }),
});
type Output = z.infer<typeof refundOutputSchema>;

/** The processor voids a refund for so long, and keeps its fee. */
const voidWithinMs = days(30);
const voidFeeText = "The payment processor keeps its fee of $0.30.";

const answerSchema = z.object({ refund: refundSchema });
const voidableSchema = z.strictObject({ isVoidable: z.boolean() });
type Voidable = z.infer<typeof voidableSchema>;

function resultOf({ refundId, status, amountMinor }: Refund): Output {
  return { refund: { id: refundId, state: status, amountMinor } };
}

/** `body` names the charge, the amount, the currency and the reason. */
export function makeRefund(context: ToolContext, body: JsonObject, key: string): Promise<ActionOutcome<Output>> {
  return change(context, "payments", { method: "POST", path: "/refunds", body, key }, answerSchema, ({ refund }) =>
    resultOf(refund),
  );
}

type Refundable = { chargeId: string; refundedMinor: number; refundableMinor: number };

/** What a refund to this charge would change; `nothingTaken` says what is wrong without one. */
export function wouldRefund(charge: Reading<Refundable | null>, amountMinor: number, nothingTaken: string): Simulation {
  if (charge.kind === "failed") return { kind: "cannot-tell", detail: charge.detail };
  if (charge.kind === "refused") return { kind: "would-refuse", detail: charge.detail };
  if (charge.value === null) return { kind: "would-refuse", detail: nothingTaken };
  const { chargeId, refundedMinor: from, refundableMinor } = charge.value;
  if (amountMinor > refundableMinor)
    return { kind: "would-refuse", detail: `At most ${refundableMinor} can be refunded.` };
  return {
    kind: "would-do",
    changes: [{ record: `charge ${chargeId}`, field: "refundedMinor", from, to: from + amountMinor }],
  };
}

/** Reads back by key, and that the charge of the order or the box shows it. */
export async function findRefundUnder(
  context: ToolContext,
  reference: string,
  amountMinor: number,
  key: string,
): Promise<Finding<Output>> {
  const [made, charges] = await Promise.all([readRefundsUnder(context, "key", key), readChargesOf(context, reference)]);
  if (made.kind !== "found") return { kind: "unknown", detail: made.detail };
  if (charges.kind !== "found") return { kind: "unknown", detail: charges.detail };
  const [refund, ...others] = made.value;
  if (refund === undefined) return { kind: "not-done", detail: "No refund was made under the key." };
  if (others.length > 0) return { kind: "doubled", detail: `${made.value.length} refunds stand under the key.` };
  if (refund.status !== "succeeded") return { kind: "unknown", detail: `The refund is ${refund.status}.` };
  if (refund.amountMinor !== amountMinor) return { kind: "unknown", detail: "The refund is of another amount." };
  const charge = charges.value.find(({ chargeId }) => chargeId === refund.chargeId);
  const isBooked = charge !== undefined && charge.refundedMinor >= refund.amountMinor;
  return isBooked
    ? { kind: "done", result: resultOf(refund) }
    : { kind: "unknown", detail: "The charge does not show the refund." };
}

/** What takes back any of these refunds; `what` ends the question, such as `for order L-10001`. */
export function voidOfRefund<Input>(what: (args: Input) => string): UndoDefinition<Input, Output, Voidable> {
  return voidOf(({ refund }) => refund, what);
}

/** The same for an action whose result names its refund in another way. */
export function voidOf<Input, Result>(
  refundIn: (result: Result) => Output["refund"],
  what: (args: Input) => string,
): UndoDefinition<Input, Result, Voidable> {
  return {
    kind: "compensable",
    withinMs: voidWithinMs,
    residue: voidFeeText,
    factsSchema: voidableSchema,
    sources: { isVoidable: "payments" },
    readFacts: (context) => readIsVoidable(context, refundIn(context.result).id),
    describe: ({ args, result }) =>
      `Void the refund of ${formatMoney(refundIn(result).amountMinor, "USD")} ${what(args)}?`,
    execute: ({ result, key, callKey, ...context }) => voidRefund(context, refundIn(result).id, key, callKey),
    verify: (context) => findVoidUnder(context, context.key),
  };
}

async function readIsVoidable(context: ToolContext, refundId: string): Promise<FactsOutcome<Voidable>> {
  const refund = await readRefund(context, refundId);
  if (refund.kind !== "found") return refund;
  const { status, createdAt } = refund.value;
  const isVoidable = status === "succeeded" && context.now <= plusMs(createdAt, voidWithinMs);
  return { kind: "read", facts: { isVoidable } };
}

/** `reverses` is the key under which the refund was made. */
function voidRefund(
  context: ToolContext,
  refundId: string,
  key: string,
  reverses: string,
): Promise<ActionOutcome<Output>> {
  const path = `/refunds/${encodeURIComponent(refundId)}/void`;
  const request = { method: "POST" as const, path, key, headers: { "purser-reverses": reverses } };
  return change(context, "payments", request, answerSchema, ({ refund }) => resultOf(refund));
}

async function findVoidUnder(context: ToolContext, key: string): Promise<Finding<Output>> {
  const voided = await readRefundsUnder(context, "voidKey", key);
  if (voided.kind !== "found") return { kind: "unknown", detail: voided.detail };
  const [refund, ...others] = voided.value;
  if (refund === undefined) return { kind: "not-done", detail: "No refund was voided under the key." };
  if (others.length > 0) return { kind: "doubled", detail: "More than one refund was voided under the key." };
  if (refund.status !== "voided") return { kind: "unknown", detail: `The refund is ${refund.status}.` };
  return { kind: "done", result: resultOf(refund) };
}
