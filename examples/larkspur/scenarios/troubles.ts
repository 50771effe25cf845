import type { SeededChance, Stage } from "@purser/kit";
import { clearsUp } from "./clears-up.ts";
import { landmarksSchema } from "../systems/landmarks.ts";

/** Something of hers that has stopped, with as many steps as its guide has. */
type Trouble = { customerRef: string; orderId: string; size: string; complaint: string; steps: number };

type Kind = { steps: number; texts: readonly [string, ...string[]] };

const ofClothes: readonly [Kind, ...Kind[]] = [
  { steps: 3, texts: ["the zipper is stuck and will not close", "the zip does not move any more, how do I fix it?"] },
  { steps: 2, texts: ["the snaps do not stay closed", "a snap keeps popping open, any idea how to fix it?"] },
];
const ofShoes: readonly [Kind, ...Kind[]] = [
  {
    steps: 2,
    texts: ["the velcro strap does not stick any more", "the velcro does not hold, can you help me fix it?"],
  },
  { steps: 3, texts: ["the lights in the shoes stopped blinking", "one of the light-up shoes does not light up"] },
];

/** Delivered a few days ago; the piece of clothing is in stock in the same size. */
export function troubleOf(
  things: "clothes" | "shoes",
  { landmarks, chance }: { landmarks: unknown; chance: SeededChance },
): Trouble {
  const known = landmarksSchema.parse(landmarks);
  const { customerRef, orders } = things === "shoes" ? known.wrongSize : known.refundMedium;
  const order = orders[0];
  const line = order?.lines[0];
  if (order === undefined || line === undefined) throw new Error("The landmark has no order.");
  const { texts, steps } = chance.pick(things === "shoes" ? ofShoes : ofClothes);
  const said = chance.pick(texts);
  const complaint = chance.pick([`Hi, ${said}. Order ${order.orderId}.`, `order ${order.orderId}: ${said}`]);
  return { customerRef, orderId: order.orderId, size: line.sizeShipped ?? line.sizeOrdered, complaint, steps };
}

export async function tellTrouble(stage: Stage, { customerRef, complaint }: Trouble): Promise<void> {
  await stage.openCase({ customerRef, level: 2, text: complaint });
  await stage.untilQuiet();
  await clearsUp(stage);
}

/** She has tried so many steps, and none has helped. */
export async function stillBroken(stage: Stage, times: number): Promise<void> {
  for (let step = 0; step < times; step += 1) {
    await stage.customerSays(
      stage.chance.pick([
        "still broken",
        "No, that didn't help",
        "no",
        "Tried it, nothing changed",
        "It still doesn't work :(",
      ]),
    );
    await stage.untilQuiet();
  }
}
