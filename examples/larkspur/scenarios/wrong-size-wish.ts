import type { SeededChance, Stage } from "@purser/kit";
import { clearsUp } from "./clears-up.ts";
import { landmarksSchema } from "../systems/landmarks.ts";

/** A customer whose parcel held the wrong size. */
export type WrongSizeWish = {
  customerRef: string;
  orderId: string;
  name: string;
  sizeOrdered: string;
  sizeShipped: string;
};

export function wrongSizeWish(
  landmark: "wrongSize" | "wrongSizeOutOfStock" | "wrongSizeTooLate",
  { landmarks }: { landmarks: unknown; chance: SeededChance },
): WrongSizeWish {
  const { customerRef, orders } = landmarksSchema.parse(landmarks)[landmark];
  const [order] = orders;
  const line = order?.lines[0];
  if (order === undefined || line === undefined) throw new Error(`The landmark ${landmark} has no order.`);
  const { name, sizeOrdered, sizeShipped } = line;
  return { customerRef, orderId: order.orderId, name, sizeOrdered, sizeShipped: sizeShipped ?? "" };
}

/** She writes at night, without an order number, and is not happy; she needs it by a day. */
export async function complain(
  stage: Stage,
  { customerRef, name, sizeOrdered, sizeShipped }: WrongSizeWish,
): Promise<void> {
  const text = stage.chance.pick([
    `The birthday present for my daughter came in the wrong size!! I ordered ${sizeOrdered} and got ${sizeShipped}. The right one must be here before Saturday.`,
    `You sent a ${sizeShipped} instead of a ${sizeOrdered}. It is my girl's birthday on Saturday and I need the right size before Saturday. I am really not happy`,
    `hi, wrong size arrived: the ${name} are ${sizeShipped}, we ordered size ${sizeOrdered}. can you swap them so that they are here before saturday? she can't get her feet in`,
    `I'm so disappointed. The ${name} are the wrong size (you sent ${sizeShipped}). Please exchange them, they have to arrive before Saturday.`,
  ]);
  await stage.openCase({ customerRef, level: 2, text });
  await stage.untilQuiet();
  await clearsUp(stage);
}
