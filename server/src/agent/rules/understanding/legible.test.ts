import { expect, test } from "vitest";
import { legible, legiblePart } from "./legible.ts";

test("an ordinary message is read as it was written", () => {
  const text =
    "Hello,\n\n  my order  L-1001 came in the wrong size.\nhttps://shop.example/orders/L-1001?from=mail\n\nKim";
  expect(legiblePart(text)).toBe(text);
});

test("no blank and no word goes on for long, and nothing of a word is lost", () => {
  expect(legible(`a${" ".repeat(500)}b${" \n".repeat(500)}c`)).toBe("a b\nc");
  const word = "Donaudampfschifffahrt".repeat(50);
  const read = legible(word);
  expect(Math.max(...read.split(" ").map(({ length }) => length))).toBe(100);
  expect(read.replaceAll(" ", "")).toBe(word);
});

test("of a message that goes on for pages the beginning and the end are read", () => {
  const read = legiblePart(`I want my money back. ${"and so on ".repeat(2000)}My name is Kim.`);
  expect(read.length).toBeLessThan(8100);
  expect(read).toMatch(/^I want my money back\./u);
  expect(read).toMatch(/My name is Kim\.$/u);
});
