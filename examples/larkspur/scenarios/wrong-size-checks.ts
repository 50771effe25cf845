import type { PlayedRecord } from "@purser/kit";
import { z } from "zod";
import { effectsIn, must, otherThan, saidIn } from "./record-checks.ts";

const writtenExchangeSchema = z.object({ orderId: z.string(), toSize: z.string() });

/** One exchange of her order into this size with its label mailed, nothing else, and nobody of the shop took part. */
export function exchangedInto(size: string, orderId: string, record: PlayedRecord): readonly string[] {
  const exchange = effectsIn(record, "oms").find(({ operation }) => operation === "exchange");
  const written = writtenExchangeSchema.safeParse(exchange?.args);
  return [
    ...otherThan(record, ["mail sent", "oms exchange", "shipping label"]),
    ...must(exchange?.object === orderId, "Another order was exchanged."),
    ...must(written.success && written.data.toSize === size, `The exchange in the ledger is not for size ${size}.`),
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
