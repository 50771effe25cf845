import { expect, test } from "vitest";
import { readSmallTalk } from "./small-talk.ts";

test.each([
  ["Hello!", "greeting"],
  ["hi there", "greeting"],
  ["Good morning team", "greeting"],
  ["thx a lot, bye", "thanks"],
  ["Thank you kindly, goodbye", "thanks"],
  ["have a nice day", "goodbye"],
  ["goodbye for now, talk tomorrow", "goodbye"],
  ["goodbye, and thanks for everything so far", "thanks"],
  ["can you end the chat please", "goodbye"],
  ["ok cool", "content"],
  ["thats all", "content"],
  ["👍🏽 🙏", "content"],
  ["hi, what can you do?", "what-can-you-do"],
  ["help", "what-can-you-do"],
  ["are you a real person", "who-are-you"],
  ["am I talking to a robot?", "who-are-you"],
] as const)("%s: %s", (text, kind) => {
  expect(readSmallTalk(text)).toBe(kind);
});

test.each([
  "thanks, and where is my order",
  "so far nobody has answered",
  "can you close my account",
  "end the subscription",
  "until tomorrow it must be here",
  "hello I need help with my order",
  "what can you do about the late parcel I ordered three weeks ago and paid for",
  "good boots",
  "👎",
  "👍 and cancel it",
  "",
  "cancel",
])("%s may ask for something", (text) => {
  expect(readSmallTalk(text)).toBeNull();
});
