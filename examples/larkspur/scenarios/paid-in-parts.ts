import type { PlayedRecord, SeededChance, Stage } from "@purser/kit";
import { z } from "zod";
import { landmarksSchema } from "../systems/landmarks.ts";
import { effectsIn, must, saidIn, yesesIn } from "./record-checks.ts";
import { dollars } from "./refund-requests.ts";
import { opens } from "./clears-up.ts";

/** A customer who paid in two ways for what is sold no more, in a state with terms of its own. */
export type PartsWish = { customerRef: string; orderId: string; item: string; paidMinor: number };

export function partsWish({ landmarks }: { landmarks: unknown; chance: SeededChance }): PartsWish {
  const { customerRef, orders } = landmarksSchema.parse(landmarks).paidInParts;
  const [order] = orders;
  if (order === undefined) throw new Error("The landmark paidInParts has no order.");
  const { orderId, paidMinor, lines } = order;
  return { customerRef, orderId, item: lines[0]?.name.split(",")[0] ?? "it", paidMinor };
}

/** She tells all of it at once, with the order's number or without. */
export async function wantsAllBack(stage: Stage, { customerRef, orderId, item }: PartsWish): Promise<void> {
  const text = stage.chance.pick([
    `I paid the ${item} from order ${orderId} partly with store credit in your sale and you do not sell it any more, please give me back both parts as I paid them`,
    `Hello, the ${item} that I bought in the promotion is discontinued now, I would like the store credit back that I used for it, and the rest on my card.`,
    `you stopped making the ${item} (${orderId}), half of it was card and half store credit, i want back both the way i paid`,
  ]);
  await opens(stage, { customerRef, level: 2, text });
}

const writtenSchema = z.object({ amountMinor: z.int() });

/**
 * From ledgers and log alone: both parts together are what she paid, each went back the way it came, nothing of the promotion
 * did, she agreed before, and a lead after her.
 */
export function returnedAsPaid(record: PlayedRecord, { orderId, paidMinor, item }: PartsWish): readonly string[] {
  const number = orderId.slice(2);
  const amountOf = (operation: string, object: string): number => {
    const effect = effectsIn(record, "payments").find((each) => each.operation === operation && each.object === object);
    return writtenSchema.safeParse(effect?.args).data?.amountMinor ?? 0;
  };
  const cardMinor = amountOf("refund", `CH-${number}`);
  const creditMinor = amountOf("credit-return", `CP-${number}`);
  const parts = [dollars(cardMinor), dollars(creditMinor)];
  const shown = record.log.flatMap((event) => (event.kind === "pause.opened" ? [event.body.pause.shown.text] : []));
  const begun = record.log.findIndex(({ kind }) => kind === "call.started");
  const agreed = record.log.findIndex(({ kind }) => kind === "pause.answered");
  const said = saidIn(record);
  const answered = yesesIn(record).join();
  return [
    ...must(cardMinor > 0 && creditMinor > 0, `The ${item} did not go back in both ways.`),
    ...must(cardMinor + creditMinor === paidMinor, `Together that is not the ${dollars(paidMinor)} that she paid.`),
    ...must(
      shown.length === 2 && shown.every((text) => parts.every((part) => text.includes(part))),
      "Somebody was asked without both amounts.",
    ),
    ...must(agreed >= 0 && agreed < begun, "Something was done before she had agreed."),
    ...must(answered === "confirm,approve", `People said yes to ${answered || "nothing"}, expected confirm,approve.`),
    ...must(
      parts.every((part) => said.includes(part)),
      "She was not told both amounts.",
    ),
  ];
}
