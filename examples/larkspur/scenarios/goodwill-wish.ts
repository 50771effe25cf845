import type { PlayedRecord, SeededChance, Stage } from "@purser/kit";
import { landmarksSchema } from "../systems/landmarks.ts";
import { must } from "./record-checks.ts";
import { opens } from "./clears-up.ts";

export type GoodwillWish = { customerRef: string; orderId: string; creditMinor: number };

/** A customer with one order, and what the shop's rule would give her: a tenth in whole dollars, from $5 to $20. */
export function goodwillWish({ landmarks, chance }: { landmarks: unknown; chance: SeededChance }): GoodwillWish {
  const { refundMedium, refundLarge, shippedOrder } = landmarksSchema.parse(landmarks);
  const { customerRef, orders } = chance.pick([refundMedium, refundLarge, shippedOrder]);
  const [order] = orders;
  if (order === undefined) throw new Error("The landmark has no order.");
  const tenthMinor = Math.ceil(order.paidMinor / 1000) * 100;
  return { customerRef, orderId: order.orderId, creditMinor: Math.min(Math.max(tenthMinor, 500), 2000) };
}

export async function askForGoodwill(stage: Stage, { customerRef, orderId }: GoodwillWish): Promise<void> {
  const text = stage.chance.pick([
    `I waited two weeks for order ${orderId}. I think you owe me something for all this trouble.`,
    "After all this hassle I expect some compensation for the long wait.",
    `what will you do to make this up to me? order ${orderId} was such a hassle`,
    "Can I get a credit for the inconvenience? The mix-up with my order cost me a whole day.",
  ]);
  await opens(stage, { customerRef, level: 2, text });
}

/** Until a teammate has answered she has read of no credit and no amount, only that somebody looks at it. */
export function nothingToldBefore({ log }: PlayedRecord): readonly string[] {
  const answered = log.findIndex(({ kind }) => kind === "pause.answered");
  const before = log.slice(0, answered === -1 ? log.length : answered);
  const said = before.flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : [])).join("\n");
  return [
    ...must(said.includes("A colleague looks at it"), "She was not told that somebody looks at it."),
    ...must(!/\$|credit|approv|voucher|draft/i.test(said), `She was told of the draft: ${said}`),
    ...must(!before.some(({ kind }) => kind === "call.started"), "It was carried out before it was approved."),
  ];
}
