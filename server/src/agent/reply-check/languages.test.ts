import { describe, expect, test } from "vitest";
import { checkReply } from "./check-reply.ts";
import type { Evidence } from "./evidence.ts";
import { deedKinds } from "./language.ts";
import { languages, languagesOf } from "./languages.ts";
import { english } from "./languages/english.ts";
import { german } from "./languages/german.ts";
import { noEvidence } from "./test-evidence.ts";

const nothing: Evidence = {
  ...noEvidence,
  facts: [{ path: "order.paidMinor", value: 123_450 }],
  settings: { ...noEvidence.settings, locale: "de-DE" },
};
const check = (text: string, evidence = nothing) =>
  checkReply({ text, claims: [] }, evidence).map(({ kind, words }) => `${kind} ${words}`);
const withFact = (value: string): Evidence => ({
  ...nothing,
  facts: [...nothing.facts, { path: "article.text", value }],
});

describe("which languages are read", () => {
  test("a sentence is read in its own language, also in a reply in another", () => {
    const text = "Vielen Dank, dass Sie uns geschrieben haben. I have refunded your order.";
    expect(languagesOf("Vielen Dank, dass Sie uns geschrieben haben.", text)).toEqual([german]);
    expect(languagesOf("I have refunded your order.", text)).toEqual([english]);
    expect(check(text)).toEqual(["claim I have refunded your order."]);
  });

  test("a sentence without a frequent word is read as the reply it stands in", () => {
    const text = "Danke, dass Sie uns geschrieben haben! Erledigt!";
    expect(languagesOf("Erledigt!", text)).toEqual([german]);
    expect(check(text)).toEqual(["claim Erledigt!"]);
  });

  test("what says nothing of its language is read in all", () => {
    expect(languagesOf("Rimborsato!", "Rimborsato!")).toEqual(languages);
    expect(check("Rimborsato!")).toEqual(["claim Rimborsato!"]);
  });

  test("of a language without a table figures are read and words are not", () => {
    expect(check("Zwrócimy pieniądze.")).toEqual([]);
    expect(check("Zwrócimy 99 EUR na konto PL-99887.")).toEqual(["amount 99 EUR", "number PL-99887"]);
  });
});

describe("facts and tools in another language than the reply's", () => {
  test("an amount passes as any of the languages writes it", () => {
    expect(check("Der Preis war 1.234,50 €.")).toEqual([]);
    expect(check("Der Preis war 1.234,60 €.")).toEqual(["amount 1.234,60 €"]);
    expect(check("Le prix était de 1 234,50 €.")).toEqual([]);
  });

  test("what the shop's article calls free of charge is “kostenlos”, and its days are “Tage”", () => {
    const article = withFact("Returns are free of charge within 30 days.");
    expect(check("Rücksendungen sind kostenlos, und zwar 30 Tage lang.", article)).toEqual([]);
    expect(check("Rücksendungen sind kostenlos.")).toEqual(["promise kostenlos"]);
  });

  test("a day and a time pass as a fact has them", () => {
    const slot: Evidence = { ...nothing, facts: [{ path: "slot.startsAt", value: "2026-04-03T15:30:00.000Z" }] };
    expect(check("Der Termin ist am 03.04.2026 um 17:30 Uhr.", slot)).toEqual([]);
    expect(check("Der Termin ist am 04.03.2026 um 16 Uhr.", slot)).not.toEqual([]);
  });

  test("a status says in its own language what was done", () => {
    const cancelled: Evidence = { ...nothing, facts: [{ path: "order.status", value: "cancelled" }] };
    expect(check("Ihre Bestellung wurde storniert.", cancelled)).toEqual([]);
    expect(check("Su pedido ha sido cancelado.", cancelled)).toEqual([]);
  });

  test.each([
    ["Bestellung erstatten", "Ihre Bestellung wurde erstattet."],
    ["Rembourser la commande", "Your order has been refunded."],
    ["Annulla ordine", "Ihre Bestellung wurde storniert."],
  ])("a tool may be named in any language: %s", (title, text) => {
    const done = [{ key: null, words: [title], isUndone: false }];
    expect(check(text, { ...nothing, done })).toEqual([]);
    expect(check(text)).not.toEqual([]);
  });
});

test("what names a refund or a cancellation in one language names no other deed in another", () => {
  const words = ["refund", "Erstattung", "remboursement", "reembolso", "rimborso", "terugbetaling"];
  for (const word of words)
    for (const { families } of languages)
      for (const kind of deedKinds.filter((each) => each !== "refund" && each !== "credit"))
        expect([word, kind, families[kind].deed.test(word)]).toEqual([word, kind, false]);
});
