import { describe, expect, test } from "vitest";
import { checkReply } from "../check-reply.ts";
import type { Deed, Evidence } from "../evidence.ts";
import { deliveredOrder, noEvidence, someKey as key } from "../test-evidence.ts";

/** Sentences of one language: what is refused where nothing was done, what passes there, and what passes with its calls in the log. */
export type Sentences = { refused: readonly string[]; passes: readonly string[]; proved: readonly string[] };

/** An order that was delivered; the shop's article says how long returns are open. */
const nothingDone: Evidence = {
  ...noEvidence,
  facts: [
    ...deliveredOrder,
    { path: "knowledge.answer.quote", value: "Returns are possible within 30 days. Shipping is $5.95." },
  ],
};

/** As an English blueprint names its tools: the language of a reply is that of the customer, not of the tools. */
const deeds: readonly Deed[] = [
  ["refund_order", "Refund an order"],
  ["cancel_order", "Cancel an order"],
  ["create_exchange", "Exchange an item for another size"],
  ["send_label", "Mail the return label"],
  ["change_address", "Change the delivery address"],
  ["pause_subscription", "Pause the outfit box"],
].map((words) => ({ key, words, isUndone: false }));

/** Every language passes the same suite. */
export function testLanguage(name: string, { refused, passes, proved }: Sentences): void {
  const wordsIn = (text: string, evidence: Evidence): string[] =>
    checkReply({ text, claims: [] }, evidence).map(({ kind, words }) => `${kind}: ${words}`);
  const allDone: Evidence = { ...nothingDone, done: deeds, isHandedOver: true };

  describe(`in ${name} a reply may not say without a call or a fact`, () => {
    test.each(refused)("“%s”", (text) => {
      expect(wordsIn(text, nothingDone)).not.toEqual([]);
      expect(wordsIn(text.toUpperCase(), nothingDone)).not.toEqual([]);
      expect(wordsIn(text.normalize("NFD").replaceAll(/\p{Mn}/gu, ""), nothingDone)).not.toEqual([]);
    });
  });

  describe(`in ${name} a reply may say`, () => {
    test.each(passes)("“%s”", (text) => {
      expect(wordsIn(text, nothingDone)).toEqual([]);
    });

    test.each(proved)("“%s” with the calls in the log, and not without", (text) => {
      expect(wordsIn(text, allDone)).toEqual([]);
      expect(wordsIn(text, nothingDone)).not.toEqual([]);
    });
  });
}
