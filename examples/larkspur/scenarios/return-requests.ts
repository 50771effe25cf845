import type { SeededChance, Stage } from "@purser/kit";
import { z } from "zod";
import { landmarksSchema } from "../systems/landmarks.ts";
import { sayYes } from "./refund-requests.ts";
import { opens } from "./clears-up.ts";

/** An item that she does not want, and what she paid for it. */
export type ReturnWish = { customerRef: string; orderId: string; item: string; paidMinor: number };

/** One order, or two of which her words tell which. */
export function returnWish({ landmarks, chance }: { landmarks: unknown; chance: SeededChance }): ReturnWish {
  const { refundSmall, refundMedium, refundLarge, twoOrders } = landmarksSchema.parse(landmarks);
  const { customerRef, orders } = chance.pick([refundSmall, refundMedium, refundLarge, twoOrders]);
  const [order] = orders;
  const [line] = order?.lines ?? [];
  if (order === undefined || line === undefined) throw new Error("She has no order.");
  return { customerRef, orderId: order.orderId, item: line.name.split(",")[0] ?? "", paidMinor: order.paidMinor };
}

/** She asks for the return, and confirms it when she has read what it means. */
export async function askForReturn(stage: Stage, { customerRef, orderId, item }: ReturnWish): Promise<void> {
  const text = stage.chance.pick([
    `Hi, I would like to send back the ${item}. She does not like it.`,
    `can I return the ${item}? it is unworn`,
    `I want to return an item from order ${orderId}, the color is not what I expected.`,
    `How do I return the ${item}? It was a gift and she has one already.`,
  ]);
  await opens(stage, { customerRef, level: 2, text });
  await sayYes(stage);
}

/** The parcel with her label is scanned in the warehouse; the carrier forgets to say so. */
export async function parcelArrives(stage: Stage, { customerRef }: ReturnWish): Promise<void> {
  const log = await stage.log();
  const labels = log.flatMap((event) => {
    const values = event.kind === "call.verified" ? labelSchema.safeParse(event.body.values) : null;
    return values?.success === true ? [values.data["label.id"]] : [];
  });
  const path = `/labels/${labels.at(-1) ?? "LB-00000"}/arrive`;
  await stage.elsewhere("shipping", { method: "POST", path, body: { reports: 0 }, customerRef });
}

const labelSchema = z.object({ "label.id": z.string() });
