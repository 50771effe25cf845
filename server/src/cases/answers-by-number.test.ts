import { expect, test } from "vitest";
import { asksAgain, readNumberedAnswer, readYesOrNo, stillWants } from "./yes-or-no.ts";

test.each([
  ["ja zu 1", "yes", 1],
  ["Ja, zu 2 bitte", "yes", 2],
  ["Nein zu Nummer 2", "no", 2],
  ["oui pour 1", "yes", 1],
  ["Oui à la 2, merci", "yes", 2],
  ["non pour le 1", "no", 1],
  ["sí a la 1", "yes", 1],
  ["No a la 2", "no", 2],
  ["sì alla 1", "yes", 1],
  ["no alla 2, grazie", "no", 2],
  ["ja op 1", "yes", 1],
  ["nee op (2)", "no", 2],
  ["sim à 1", "yes", 1],
  ["Não à 2", "no", 2],
  ["yes to number 3 please", "yes", 3],
])("%j is a %s to number %d", (text, decision, number) => {
  expect(readNumberedAnswer(text)).toEqual({ decision, number });
});

test.each([
  "ja zu 1 und nein zu 2",
  "ja zu 12",
  "ja zu 1?",
  "oui pour 1 mais pas 2",
  "vielleicht 1",
  "ja zu 1 aber später",
  "1",
  "No. 1",
  "No.1",
  "No. 2 please",
  "yes 2 both",
  "yes 1 and all",
  "si 2 todo",
  "oui 2 fois",
  "já 2",
])("%j answers no question by its number", (text) => {
  expect(readNumberedAnswer(text)).toBeNull();
});

test.each([
  "Ja, noch einmal",
  "ja bitte nochmal",
  "Oui, encore",
  "oui à nouveau",
  "Sí, otra vez",
  "sì, di nuovo",
  "Ja, nog een keer",
  "Sim, de novo",
])("%j wants to be asked again", (text) => {
  expect(asksAgain(text)).toBe(true);
});

test.each(["nein, noch einmal", "noch einmal", "oui, encore une question", "ja, wieder kaputt", "no, otra vez"])(
  "%j does not want to be asked again",
  (text) => {
    expect(asksAgain(text)).toBe(false);
  },
);

test.each([
  ["Ich möchte es noch", true],
  ["Entschuldigung, ich war weg. Ja bitte", true],
  ["je le veux toujours", true],
  ["todavía lo quiero", true],
  ["lo vorrei ancora", true],
  ["ik wil het nog steeds", true],
  ["ainda quero", true],
  ["Ich warte immer noch auf mein Paket", false],
  ["non merci", false],
])("after a question has expired, whether %j wants it to be asked again: %j", (text, wants) => {
  expect(stillWants(text)).toBe(wants);
});

test("a deployment in another language names its own yes and no, which count before others", () => {
  const own = { yes: ["tak", "Tak, proszę", "ναι"], no: ["nie", "ne"] };
  expect(readYesOrNo("TAK, proszę!", own)).toBe("yes");
  expect(readYesOrNo("Nie.", own)).toBe("no");
  expect(readYesOrNo("ΝΑΙ", own)).toBe("yes");
  expect(readYesOrNo("tak, ale tylko połowa", own)).toBeNull();
  expect(readYesOrNo("tak?", own)).toBeNull();
  expect(readYesOrNo("tak")).toBeNull();
  expect(readNumberedAnswer("tak 2", own)).toEqual({ decision: "yes", number: 2 });
  expect(readNumberedAnswer("nie wiem 2", own)).toBeNull();
});

test("a deployment's own answers are told apart by their marks, however those are composed", () => {
  const own = { yes: ["हाँ", "có"], no: ["không"] };
  expect(readYesOrNo("Có", own)).toBe("yes");
  expect(readYesOrNo("có".normalize("NFD"), own)).toBe("yes");
  expect(readNumberedAnswer("có 2", own)).toEqual({ decision: "yes", number: 2 });
  expect(readNumberedAnswer("हाँ 1", own)).toEqual({ decision: "yes", number: 1 });
  for (const other of ["है", "cố", "co", "khong"]) {
    expect([other, readYesOrNo(other, own)]).toEqual([other, null]);
    expect([other, readNumberedAnswer(`${other} 2`, own)]).toEqual([other, null]);
  }
});
