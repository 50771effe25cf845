import { instantSchema } from "@purser/contract";
import { describe, expect, test } from "vitest";
import { asksAgain, readNumberedAnswer, readYesOrNo } from "../../cases/yes-or-no.ts";
import { asPart, hostSays, sentenceIn, sentenceTables, type Voice } from "./host-sentences.ts";
import { templatePaths, whyNoTemplate } from "../render.ts";
import { english, type SentenceName } from "./english.ts";
import { settingsSchema } from "../settings/settings.ts";

const until = instantSchema.parse("2026-11-23T09:00:00.000Z");

function voiceOf(locale: string, sentences: Record<string, string> = {}): Voice {
  return settingsSchema.parse({ name: "Shop", currency: "EUR", timeZone: "Europe/Berlin", locale, sentences });
}

const names = Object.keys(english);
const others = [...sentenceTables].filter(([language]) => language !== "en");

describe.each(others)("in %s", (language, table) => {
  test("each sentence is there, can be read, and shows what the English one shows", () => {
    expect(Object.keys(table).sort()).toEqual([...names].sort());
    for (const [name, text] of Object.entries(table)) {
      expect([name, whyNoTemplate(text)]).toEqual([name, null]);
      const shown = new Set(templatePaths(text));
      expect([name, shown]).toEqual([name, new Set(templatePaths(new Map(Object.entries(english)).get(name) ?? ""))]);
    }
  });

  test("no sentence is left in English, and none of the words in curly brackets is left", () => {
    const same = Object.entries(english).filter(([name, text]) => new Map(Object.entries(table)).get(name) === text);
    expect(same).toEqual([]);
    for (const text of Object.values(table)) expect(text.replaceAll(/\{\{ .*? \}\}/g, "")).not.toMatch(/[{}#|]/);
  });

  test("the answers that she is told to give are read", () => {
    const [, yes = "", no = ""] = quotedIn(table.whichOne);
    expect(readNumberedAnswer(yes)).toEqual({ decision: "yes", number: 1 });
    expect(readNumberedAnswer(no)).toEqual({ decision: "no", number: 1 });
    const [, again = ""] = quotedIn(table.confirmExpired);
    expect([again, asksAgain(again)]).toEqual([again, true]);
  });

  test("the yes and the no that she is asked for are read", () => {
    const said = table.confirm.match(/\p{L}+/gu)?.map((word) => readYesOrNo(word)) ?? [];
    expect(said).toContain("yes");
    expect(said).toContain("no");
  });

  test("the number of tries is told in its plural, and times as people write them there", () => {
    const voice = voiceOf(language);
    const one = hostSays(voice, "wrongCode", { triesLeft: 1 });
    const two = hostSays(voice, "wrongCode", { triesLeft: 2 });
    expect(one).not.toMatch(/\d|#/);
    expect(two).toMatch(/ 2 /);
    expect(hostSays(voice, "draftInReview", { until })).toContain(weekday(language));
  });
});

/** The whole, and what stands in quotation marks in it. */
function quotedIn(text: string): string[] {
  return [text, ...[...text.matchAll(/[„“«‘]\s?([^”“»’]+?)\s?[”“»’]/g)].map(([, quoted = ""]) => quoted)];
}

function weekday(language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: "long" }).format(Date.parse(until));
}

test("the language is that of the locale, whatever its country, and any other is English", () => {
  expect(hostSays(voiceOf("de-CH"), "answeredHere")).toBe("Sie bekommen hier Antwort.");
  expect(hostSays(voiceOf("pt-BR"), "answeredHere")).toBe("A resposta chega aqui.");
  expect(hostSays(voiceOf("pl-PL"), "answeredHere")).toBe("They will answer you here.");
});

test("a blueprint says single sentences in words of its own", () => {
  const voice = voiceOf("de-DE", { confirm: "{{ question }} Passt das so? Ja oder nein." });
  expect(hostSays(voice, "confirm", { question: "40 € zurück?" })).toBe("40 € zurück? Passt das so? Ja oder nein.");
  expect(sentenceIn(voice, "answeredHere")).toBe("Sie bekommen hier Antwort.");
});

test("what a question shows is no template", () => {
  expect(hostSays(voiceOf("en-US"), "remindCustomer", { question: "{{ until }} {% if %}?" })).toBe(
    "A reminder: {{ until }} {% if %}? Please answer yes or no.",
  );
});

test.each([
  ["Refund $5.00?", "Refund $5.00."],
  ["¿Le devuelvo 5 €?", "Le devuelvo 5 €."],
  ["Rembourser 5 € ?", "Rembourser 5 €."],
])("what was asked as %j is told as %j", (question, told) => {
  expect(asPart(question)).toBe(told);
});

test("English says what it has always said", () => {
  const voice = voiceOf("en-US");
  const question = "Refund $5.00?";
  const said: readonly [SentenceName, string, string][] = [
    ["confirm", hostSays(voice, "confirm", { question }), "Refund $5.00? Shall I go ahead? Please answer yes or no."],
    [
      "whichOne",
      hostSays(voice, "whichOne", { parts: [question, "Cancel it?"] }),
      "I have asked you more than one thing. Which one do you mean? (1) Refund $5.00. (2) Cancel it. Please answer for example “yes to 1” or “no to 1”.",
    ],
    [
      "wrongCode",
      hostSays(voice, "wrongCode", { triesLeft: 2 }),
      "That is not the code. Please look again; you have 2 more tries.",
    ],
    [
      "wrongCode",
      hostSays(voice, "wrongCode", { triesLeft: 1 }),
      "That is not the code. Please look again; you have one more try.",
    ],
    [
      "undecidedLeft",
      hostSays(voice, "undecidedLeft", { what: question }),
      "Nobody could decide on this in time, so it was not done and everything is as it was: Refund $5.00. Just write if you still want it.",
    ],
    [
      "doneSoFar",
      hostSays(voice, "doneSoFar", { titles: ["Refund", "Mail"] }),
      "This is done: Refund; Mail. Just write if I can do anything else for you.",
    ],
    [
      "doneAndHandedOff",
      hostSays(voice, "doneAndHandedOff", { titles: ["Refund", "Mail"] }),
      "This is done: Refund; Mail. For all else I have passed this on to a colleague, who will answer you here.",
    ],
  ];
  for (const [name, text, expected] of said) expect([name, text]).toEqual([name, expected]);
});
