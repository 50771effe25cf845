import { expect, test } from "vitest";
import { readYesOrNo, stillWants } from "./yes-or-no.ts";

test.each([
  "yes",
  "Yes!",
  "  YES, please. ",
  "ok",
  "Go ahead!",
  "yep",
  "Sure.",
  "ok yes",
  "Yes, that is right",
  "yes do it now",
  "Sounds good",
  "Yes I would like that, thanks",
  "Yup",
  "aye!",
  "k",
  "kk thx",
  "Si.",
  "sí, gracias",
  "Oui, merci",
  "ja bitte",
  "go ahead then",
  "ok then, go ahead and do it",
  "yes 👍",
  "Yesss!!! 🎉🙏🏽",
  "okk",
])("%j is a yes", (text) => {
  expect(readYesOrNo(text)).toBe("yes");
});

test.each([
  "no",
  "No, thank you.",
  "don't",
  "Please don’t!",
  "Stop.",
  "cancel",
  "no that is wrong",
  "Nope, sorry",
  "no dont do it",
  "Nein danke",
  "non merci",
  "no wait",
  "no, leave it as it is",
  "noooo",
])("%j is a no", (text) => {
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
  "👍 yes but make it 20",
  "yes 👎",
  "ok 🤔",
  "no wait, go ahead",
  "ya see",
  "okay I see",
  "yes to the first",
  "si pero no todo",
  "ja aber nur die Hälfte",
  "oui ?",
  "yep if it is free",
  "k but when",
  "yes, then cancel the other one too",
  "aye, and where is my parcel",
  "go ahead then with the other one",
  "and then",
  "kay",
  "no do it",
  "please cancel",
  "no I want that",
  "fine",
  "that is good",
  "thanks",
])("%j is neither, and doubt never confirms", (text) => {
  expect(readYesOrNo(text)).toBeNull();
});

test.each([
  ["yes", true],
  ["hi, sorry I was away. Yes please", true],
  ["I still want it", true],
  ["sorry, no", false],
  ["yes but only $20", false],
  ["where is my order?", false],
])("after a question has expired, whether %j wants it to be asked again: %j", (text, wants) => {
  expect(stillWants(text)).toBe(wants);
});
