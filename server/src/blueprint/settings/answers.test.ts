import { expect, test } from "vitest";
import { settingsSchema } from "./settings.ts";

function isTaken(answers: { yes: string[]; no: string[] }): boolean {
  return settingsSchema.safeParse({ name: "Shop", currency: "EUR", answers }).success;
}

test.each([
  [["tak", "Tak, proszę"], ["nie"]],
  [["có"], ["cố"]],
  [["हाँ"], ["नहीं"]],
])("own answers %j for a yes and %j for a no are taken", (yes, no) => {
  expect(isTaken({ yes, no })).toBe(true);
});

test.each([
  [["Tak"], ["tak"]],
  [["tak!"], ["Tak"]],
  [["có"], ["có".normalize("NFD")]],
  [["!"], []],
  [[], ["👍"]],
  [["tak?"], []],
  [["nein"], []],
  [[], ["oui"]],
])("own answers %j for a yes and %j for a no are refused", (yes, no) => {
  expect(isTaken({ yes, no })).toBe(false);
});
