import type { SeededChance, Stage } from "@purser/kit";
import { type Landmarks, landmarksSchema } from "../systems/landmarks.ts";
import { opens } from "./clears-up.ts";

/** What a customer wants back, for one seed. */
export type RefundWish = { customerRef: string; orderId: string; item: string; amountMinor: number };

/** The landmark's order, and an amount of at least `leastMinor`: in one of two seeds all that was paid. */
export function refundWish(
  landmark: "refundSmall" | "refundMedium" | "refundLarge" | "outsideWindow",
  leastMinor: number,
  { landmarks, chance }: { landmarks: unknown; chance: SeededChance },
): RefundWish {
  const known: Landmarks = landmarksSchema.parse(landmarks);
  const { customerRef, orders } = known[landmark];
  const order = orders[0];
  if (order === undefined) throw new Error(`The landmark ${landmark} has no order.`);
  const { orderId, paidMinor, lines } = order;
  const part = chance.int(leastMinor, paidMinor);
  return { customerRef, orderId, item: lines[0]?.name ?? "it", amountMinor: chance.next() < 0.5 ? paidMinor : part };
}

export function dollars(amountMinor: number): string {
  return `$${(amountMinor / 100).toFixed(2)}`;
}

/** She asks for her money, in one of several wordings. */
export async function askForRefund(
  stage: Stage,
  { customerRef, orderId, item, amountMinor }: RefundWish,
): Promise<void> {
  const amount = dollars(amountMinor);
  const text = stage.chance.pick([
    `Hello, the ${item} from order ${orderId} came with a torn seam. I would like a refund of ${amount}.`,
    `my order ${orderId} arrived with a hole in it, i want my money back: ${amount}`,
    `Could you refund ${amount} for ${orderId}? You sent the wrong color. Thank you!`,
    `${orderId} came too late for the party, so we had to buy something else. Please give me ${amount} of my money back.`,
  ]);
  await opens(stage, { customerRef, level: 2, text });
}

/** Her yes, by the button or in words. */
export async function sayYes(stage: Stage): Promise<void> {
  const words = stage.chance.pick(["yes", "Yes please", "ok", "Go ahead!"]);
  await stage.customerAnswers("yes", stage.chance.next() < 0.5 ? { kind: "button" } : { kind: "words", text: words });
  await stage.untilQuiet();
}
