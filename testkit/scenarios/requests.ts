import type { CaseId } from "@purser/contract";
import type { Landmark } from "../../examples/larkspur/systems/landmarks.ts";
import type { Stage } from "./stage.ts";

const newAddresses: readonly [string, ...string[]] = [
  "12 Elm Street, Portland, OR 97201",
  "9 Rue Court, Boston, MA 02116",
  "71 Hill Road, London, NW3 2QG",
];

export function asksForNewAddress(stage: Stage): Promise<CaseId> {
  const who = stage.landmarks.pendingOrder;
  return stage.opens(who, `Please send order ${orderOf(who).orderId} to ${stage.random.pick(newAddresses)} instead.`);
}

/** She asks for all that she paid, or for a part of it. */
export function asksForRefund(stage: Stage, who: Landmark, leastMinor: number): Promise<CaseId> {
  const { paidMinor } = orderOf(who);
  const amountMinor = stage.random.chance(0.5)
    ? paidMinor
    : leastMinor + stage.random.below(paidMinor - leastMinor + 1);
  return stage.opens(who, refundText(who, amountMinor));
}

export function refundText(who: Landmark, amountMinor: number): string {
  return `I would like a refund of $${(amountMinor / 100).toFixed(2)} for order ${orderOf(who).orderId}, it came with a hole.`;
}

export function orderOf({ customerRef, orders }: Landmark): Landmark["orders"][number] {
  const [order] = orders;
  if (order === undefined) throw new Error(`${customerRef} has no order.`);
  return order;
}
