import type { PlayedRecord, SeededChance, Stage } from "@purser/kit";
import { z } from "zod";
import { landmarksSchema } from "../systems/landmarks.ts";
import { effectsIn, must, saidIn } from "./record-checks.ts";
import { sayYes } from "./refund-requests.ts";
import { opens } from "./clears-up.ts";

/** A customer who thinks that too much was taken from her card. */
export type BillingWish = { customerRef: string; orderId: string; paidMinor: number; isTwice: boolean };

export function billingWish(
  landmark: "overcharged" | "chargedTwice" | "refundMedium",
  { landmarks }: { landmarks: unknown; chance: SeededChance },
): BillingWish {
  const { customerRef, orders } = landmarksSchema.parse(landmarks)[landmark];
  const [order] = orders;
  if (order === undefined) throw new Error(`The landmark ${landmark} has no order.`);
  return { customerRef, orderId: order.orderId, paidMinor: order.paidMinor, isTwice: landmark === "chargedTwice" };
}

/** She complains, sometimes without a number; whatever she has to confirm she confirms. */
export async function complainOfBill(stage: Stage, { customerRef, orderId, isTwice }: BillingWish): Promise<void> {
  const text = isTwice
    ? stage.chance.pick([
        `I was charged twice for order ${orderId}!`,
        "There is a double charge on my credit card, what happened?",
        "hello, my card was billed two times for the same order. please check",
      ])
    : stage.chance.pick([
        `You took more from my card than order ${orderId} cost.`,
        "the amount on my bank statement is wrong, you charged me more than the order cost",
        `I think I was overcharged for ${orderId}. Can you explain this charge?`,
      ]);
  await opens(stage, { customerRef, level: 2, text });
}

/** Above $25 she is asked. */
export async function confirmIfAsked(stage: Stage, { isTwice, paidMinor }: BillingWish): Promise<void> {
  if (isTwice && paidMinor > 2500) await sayYes(stage);
}

const writtenRefundSchema = z.object({ amountMinor: z.int(), reason: z.string() });
const writtenNoteSchema = z.object({ topic: z.string() });

/** One refund of just the difference, told with its timeline and noted with its cause. */
export function corrected(record: PlayedRecord, { isTwice, paidMinor }: BillingWish): readonly string[] {
  const refund = effectsIn(record, "payments").find(({ operation }) => operation === "refund");
  const written = writtenRefundSchema.safeParse(refund?.args);
  const amountMinor = written.success ? written.data.amountMinor : 0;
  const note = effectsIn(record, "crm").find(({ operation }) => operation === "note");
  const noted = writtenNoteSchema.safeParse(note?.args);
  const topic = isTwice ? "billing:charged-twice" : "billing:amount-too-high";
  const said = saidIn(record);
  return [
    ...must(isTwice ? amountMinor === paidMinor : amountMinor > 0 && amountMinor <= 2500, "It is not the difference."),
    ...must(noted.success && noted.data.topic === topic, `The note is not about ${topic}.`),
    ...must(said.includes(`$${(amountMinor / 100).toFixed(2)}`), "She was not told the amount."),
    ...must(said.includes("within five days"), "She was not told when she has her money."),
  ];
}
