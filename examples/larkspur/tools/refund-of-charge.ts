import { type JsonObject, plusMs } from "@purser/contract";
import type { ActionOutcome, FactsOutcome, Finding, ToolContext } from "@purser/kit";
import { days } from "@purser/kit";
import { z } from "zod";
import { readChargesOf, readRefund, readRefundsUnder, type Refund, refundSchema } from "./charge-record.ts";
import { change } from "./shop-client.ts";

/** What every action that gives money back to a charge gives. */
export const refundOutputSchema = z.object({
  refund: z.object({ id: z.string(), state: z.string(), amountMinor: z.int() }),
});
type Output = z.infer<typeof refundOutputSchema>;

/** The processor voids a refund for so long, and keeps its fee. */
export const voidWithinMs = days(30);
export const voidFeeText = "The payment processor keeps its fee of $0.30.";

const answerSchema = z.object({ refund: refundSchema });

function resultOf({ refundId, status, amountMinor }: Refund): Output {
  return { refund: { id: refundId, state: status, amountMinor } };
}

/** `body` names the charge, the amount, the currency and the reason. */
export function makeRefund(context: ToolContext, body: JsonObject, key: string): Promise<ActionOutcome<Output>> {
  return change(context, "payments", { method: "POST", path: "/refunds", body, key }, answerSchema, ({ refund }) =>
    resultOf(refund),
  );
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

export async function readIsVoidable(
  context: ToolContext,
  refundId: string,
): Promise<FactsOutcome<{ isVoidable: boolean }>> {
  const refund = await readRefund(context, refundId);
  if (refund.kind !== "found") return refund;
  const { status, createdAt } = refund.value;
  const isVoidable = status === "succeeded" && context.now <= plusMs(createdAt, voidWithinMs);
  return { kind: "read", facts: { isVoidable } };
}

/** `reverses` is the key under which the refund was made. */
export function voidRefund(
  context: ToolContext,
  refundId: string,
  key: string,
  reverses: string,
): Promise<ActionOutcome<Output>> {
  const path = `/refunds/${encodeURIComponent(refundId)}/void`;
  const request = { method: "POST" as const, path, key, headers: { "purser-reverses": reverses } };
  return change(context, "payments", request, answerSchema, ({ refund }) => resultOf(refund));
}

export async function findVoidUnder(context: ToolContext, key: string): Promise<Finding<Output>> {
  const voided = await readRefundsUnder(context, "voidKey", key);
  if (voided.kind !== "found") return { kind: "unknown", detail: voided.detail };
  const [refund, ...others] = voided.value;
  if (refund === undefined) return { kind: "not-done", detail: "No refund was voided under the key." };
  if (others.length > 0) return { kind: "doubled", detail: "More than one refund was voided under the key." };
  if (refund.status !== "voided") return { kind: "unknown", detail: `The refund is ${refund.status}.` };
  return { kind: "done", result: resultOf(refund) };
}
