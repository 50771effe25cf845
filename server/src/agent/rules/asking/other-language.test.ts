import { describe, expect, test } from "vitest";
import { questionInItsLanguage } from "./other-language.ts";

describe("a message in another language", () => {
  test.each([
    ["Hallo, die Schuhe sind zu klein, ich brauche 29", /^Ich verstehe leider nur Englisch/],
    ["ich möchte mein Geld zurück", /^Ich verstehe/],
    ["Hola, los zapatos son pequeños, quiero cambiarlos", /^Lo siento, solo entiendo inglés/],
    ["quiero mi dinero", /^Lo siento/],
    ["Bonjour, je voudrais échanger mes chaussures", /^Je suis désolé/],
    ["Ciao, vorrei un rimborso", /^Mi dispiace/],
    ["Olá, não quero o pedido", /^Lamento/],
    ["ik wil graag mijn geld terug", /^Het spijt me/],
    ["где мой заказ?", /^I'm sorry, I understand English only/],
    ["我的订单在哪里", /^I'm sorry, I understand English only/],
  ])("is answered in it: %s", (text, question) => {
    expect(questionInItsLanguage(text)).toMatch(question);
  });

  test.each([
    "where is my order",
    "no",
    "ja bitte",
    "si",
    "la la la",
    "I want a no questions refund por favor",
    "die shoes die",
    "29",
    "👍",
    "wrong size, no idea why",
    "send it to Via Roma 3, Milano",
    "as is",
  ])("is not taken for one where it is English or cannot be told: %s", (text) => {
    expect(questionInItsLanguage(text)).toBeNull();
  });
});
