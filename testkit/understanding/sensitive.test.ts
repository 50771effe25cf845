import { beforeAll, describe, expect, test } from "vitest";
import { sensitiveTopicIn } from "../../server/src/agent/rules/understanding/sensitive.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { loadLarkspur } from "./hear-all.ts";
import { builtInSensitive } from "../../server/src/blueprint/sensitive/load-sensitive.ts";
import { noUnderstanding } from "../../server/src/blueprint/understanding.ts";
import { readSensitive, screen, sensitiveFiles } from "./sensitive-messages.ts";

let blueprint: Blueprint;
beforeAll(async () => {
  blueprint = await loadLarkspur();
}, 120_000);

describe.each(sensitiveFiles)("of the messages in %s", (name) => {
  test("nearly all that no machine may answer are found, and hardly any other is taken for one", () => {
    const { recall, falseAlarms, rightTopic } = screen(readSensitive(name), blueprint);
    expect(recall).toBeGreaterThanOrEqual(0.95);
    expect(falseAlarms).toBeLessThanOrEqual(0.03);
    expect(rightTopic).toBeGreaterThanOrEqual(0.95);
  });
});

test("the held-out messages are at least 120 of every topic, half of them near misses, and no training examples", () => {
  const messages = readSensitive("held-out");
  expect(messages.length).toBeGreaterThanOrEqual(120);
  expect(messages.filter(({ topic }) => topic === null).length).toBeGreaterThanOrEqual(60);
  const topics = new Set(messages.flatMap(({ topic }) => topic ?? []));
  expect([...blueprint.sensitive.topics.keys()].filter((topic) => !topics.has(topic))).toEqual([]);
  const examples = new Set([
    ...[...blueprint.sensitive.topics.values()].flatMap((topic) => topic.examples),
    ...blueprint.sensitive.nearMisses,
  ]);
  expect(messages.filter(({ text }) => examples.has(text))).toEqual([]);
});

test.each([
  "Another thing.",
  "another thing",
  "ok another thing",
  "oh, one other thing",
  "and now to something different",
  "the other thing",
  "return an item from order L-20418",
  "I need to return one item from the order",
  "I'd like to send back part of my order",
  "please cancel the order that I made today",
  "I ordered two by mistake, can I give one back",
  "can I still change my order",
  "nothing",
  "Nope, nothing.",
  "nothing at all",
  "still nothing",
  "not anymore",
  "I don't want it anymore",
  "we don't live there anymore",
  "I don't want to",
  "goodbye",
  "they're still dead",
  "it is dead",
  "the left one is dead",
])("“%s”, as any customer may write it, is none that a person must answer", (text) => {
  expect(sensitiveTopicIn(text, blueprint)).toBeNull();
  // Nor where a blueprint brings no examples of its own.
  expect(sensitiveTopicIn(text, { sensitive: builtInSensitive, understanding: noUnderstanding })).toBeNull();
});

test.each([
  ["self-harm", "I don't want to live with this pain anymore"],
  ["self-harm", "I cant live with it anymore"],
  ["self-harm", "gonna end it all, sorry"],
  ["self-harm", "Hello. I took pills."],
  ["self-harm", "life is pointless"],
  ["legal-threat", "my attorney"],
  ["legal-threat", "lawyer will write"],
  ["minor", "hi, I'm Tom, age: 13"],
  ["minor", "Anna, age 14. May I order?"],
] as const)("%s is found in few words: “%s”", (topic, text) => {
  expect(sensitiveTopicIn(text, blueprint)).toBe(topic);
  expect(sensitiveTopicIn(text, { sensitive: builtInSensitive, understanding: noUnderstanding })).toBe(topic);
});
