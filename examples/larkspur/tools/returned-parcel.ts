import type { ToolContext } from "@purser/kit";
import { type Charge, readChargesOf, readRefundsOf } from "./charge-record.ts";
import { readLabelsOf } from "./label-record.ts";
import { type Return, readReturn } from "./return-record.ts";
import type { Reading } from "./shop-client.ts";

/** A registered return with what became of its parcel and of its money; amounts in cents. */
export type ReturnedParcel = {
  itemReturn: Return;
  /** Sent back with a label of this return and scanned in the warehouse. */
  hasArrived: boolean;
  charges: readonly Charge[];
  /** What was refunded for this return already, void refunds left out. */
  paidBackMinor: number;
};

/** Under what a refund for a return stands in the payments system. */
export function returnReason(returnId: string): string {
  return `return ${returnId}`;
}

export async function readReturnedParcel(context: ToolContext, returnId: string): Promise<Reading<ReturnedParcel>> {
  const [itemReturn, labels] = await Promise.all([readReturn(context, returnId), readLabelsOf(context, returnId)]);
  if (itemReturn.kind !== "found") return itemReturn;
  if (labels.kind !== "found") return labels;
  const charges = await readChargesOf(context, itemReturn.value.orderId);
  if (charges.kind !== "found") return charges;
  let paidBackMinor = 0;
  for (const refunds of await Promise.all(charges.value.map(({ chargeId }) => readRefundsOf(context, chargeId)))) {
    if (refunds.kind !== "found") return refunds;
    for (const { status, reason, amountMinor } of refunds.value)
      if (status === "succeeded" && reason === returnReason(returnId)) paidBackMinor += amountMinor;
  }
  const hasArrived = labels.value.some(({ arrivedAt }) => arrivedAt !== null);
  return {
    kind: "found",
    value: { itemReturn: itemReturn.value, hasArrived, charges: charges.value, paidBackMinor },
  };
}
