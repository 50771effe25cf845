import type { PlayedRecord } from "@purser/kit";
import { z } from "zod";
import { effectsIn, must, saidIn } from "./record-checks.ts";
import type { WrongSizeWish } from "./wrong-size-wish.ts";

const writtenExchangeSchema = z.object({ orderId: z.string(), toSize: z.string() });

/** One exchange of her order into the size that she had ordered, and nobody of the shop took part. */
export function exchangedAsOrdered(record: PlayedRecord, { orderId, sizeOrdered }: WrongSizeWish): readonly string[] {
  const exchange = effectsIn(record, "oms").find(({ operation }) => operation === "exchange");
  const written = writtenExchangeSchema.safeParse(exchange?.args);
  return [
    ...must(exchange?.object === orderId, "Another order was exchanged."),
    ...must(
      written.success && written.data.toSize === sizeOrdered,
      `The exchange in the ledger is not for size ${sizeOrdered}.`,
    ),
    ...withoutPerson(record),
  ];
}

export function withoutPerson({ log }: PlayedRecord): readonly string[] {
  const people = log.filter(({ kind }) => kind === "handoff.made" || kind === "teammate.joined");
  return must(people.length === 0, "A person was involved.");
}

export function told(record: PlayedRecord, words: readonly string[]): readonly string[] {
  const said = saidIn(record);
  return words.flatMap((word) => must(said.includes(word), `She was not told “${word}”.`));
}
