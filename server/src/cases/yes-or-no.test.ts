import { expect, test } from "vitest";
import { readYesOrNo } from "./yes-or-no.ts";

test.each(["yes", "Yes!", "  YES, please. ", "ok", "Go ahead!", "yep", "Sure."])("%j is a yes", (text) => {
  expect(readYesOrNo(text)).toBe("yes");
});

test.each(["no", "No, thank you.", "don't", "Please don’t!", "Stop.", "cancel"])("%j is a no", (text) => {
  expect(readYesOrNo(text)).toBe("no");
});

test.each([
  "",
  "yes but make it 20",
  "no wait, yes",
  "yes?",
  "why not",
  "I said yes yesterday",
  "not yes",
  "yes no",
  "👍",
  "ya see",
  "okay I see",
])("%j is neither, and doubt never confirms", (text) => {
  expect(readYesOrNo(text)).toBeNull();
});
