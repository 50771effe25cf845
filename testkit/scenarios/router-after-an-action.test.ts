import { afterAll, describe, expect, test } from "vitest";
import { type EventBody, messageIdSchema, type ProposedStep } from "@purser/contract";
import type { Reasoner } from "../../server/src/agent/reasoner.ts";
import { createRouter } from "../../server/src/agent/router/router.ts";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { openSimulation } from "../sim/simulation.ts";
import { loadLibrary, removeLibraries } from "./library.ts";
import { opensChat } from "./opens-chat.ts";

afterAll(removeLibraries);

const find: ProposedStep = { kind: "lookup", calls: [{ tool: "find_loan", args: {} }] };
const renew: ProposedStep = { kind: "call", call: { tool: "renew_loan", args: { loanId: "LN-1" } } };
const told: ProposedStep = {
  kind: "resolve",
  summary: "The loan is renewed.",
  reply: { text: "You may keep it until March 3.", claims: [] },
};
const sentence = "This is done: Renew the loan. Just write if I can do anything else for you.";

const noWishes: readonly string[] = [];
const noFiles: Readonly<Record<string, string>> = {};

/** What only people do. */
const mending = {
  "procedures/mend-a-book.md": `---
procedure: mend-a-book
goal: the torn book is mended
when: [a page of the book is torn, the cover came off, the book is broken]
done: "false"
tools: []
replies: { done: "The bindery has it." }
---
The bindery mends it.
`,
};

type Failing = "unusable" | "down";

/** A case whose first steps a model proposes, in words that no procedure knows; then it fails, for so long or for good. */
async function play(
  steps: readonly ProposedStep[],
  failing: Failing,
  { untilThought = Infinity, hours = 1, wishes = noWishes, files = noFiles } = {},
) {
  // Its loans are renewed once: each case has one of its own.
  const blueprint = await loadLibrary(files);
  let thought = 0;
  const model: Reasoner = {
    name: "model",
    think: async ({ state, messages }) => {
      const at = thought;
      thought += 1;
      const unread = messages.filter(
        ({ seq, direction }) => direction === "in" && seq >= (state.unreadFromSeq ?? Infinity),
      );
      const understood = unread.map(({ id }) => understoodAs(id, wishes));
      const step = steps[at] ?? (at < untilThought ? null : told);
      if (step !== null) return { understood, step, reason: "It is next." };
      if (failing === "down") throw new Error("The provider answered 503.");
      return { understood, step: told, reason: "Nothing of use.", unusable: "PUR-6007" };
    },
  };
  const reasoner = createRouter({ rules: rulesReasoner, models: { small: model }, onTrouble: () => undefined });
  const simulation = await openSimulation({ seed: 1, blueprint, reasoner });
  const caseId = await opensChat(
    "READER-1",
    "That thing of mine on the shelf: it would suit me well in March.",
    simulation.desk,
  );
  await simulation.run(() => false, { hours });
  const log = await simulation.store.readEvents("main", caseId, 0, 1_000);
  const texts = log.flatMap(({ event }) => (event?.kind === "message.sent" ? [event.body.text] : []));
  const triggers = log.flatMap(({ event }) => (event?.kind === "handoff.made" ? [event.body.packet.trigger] : []));
  return { texts, triggers, state: (await readCaseNow(caseId, simulation.desk)).state };
}

function understoodAs(id: string, wishes: readonly string[]): EventBody<"message.understood"> {
  const nothing = { reasoner: "model", alternatives: [], wantsPerson: false, frustrated: false };
  const values = wishes.length === 0 ? {} : { "message.requests": [...wishes] };
  const requests = wishes.map((procedure) => ({ procedure, confidence: 0.9, slots: {} }));
  return { ...nothing, messageId: messageIdSchema.parse(id), requests, values, next: "act" };
}

describe("what a model has done before it failed", () => {
  test("is told in a sentence from the log when it then gives nothing that can be used", async () => {
    const { texts, state } = await play([find, renew], "unusable");
    expect(texts).toEqual([sentence]);
    expect(state.doneCalls).toHaveLength(1);
    expect(state.owner.kind).toBe("agent");
  });

  test("is told with the handoff where what else she wants is a person's, and that is not lost", async () => {
    const { texts, triggers, state } = await play([find, renew], "unusable", {
      wishes: ["mend-a-book"],
      files: mending,
    });
    expect(triggers).toEqual(["no-way"]);
    expect(texts).toEqual([
      "This is done: Renew the loan. For all else I have passed this on to a colleague, who will answer you here.",
    ]);
    expect(state.owner.kind).toBe("queue");
  });

  test("is told by a person's handoff where the rules would ask her in English in a shop of another language", async () => {
    const { texts, triggers } = await play([find, renew], "unusable", {
      files: { "blueprint.yaml": "name: Library\nlocale: de-DE\ncurrency: EUR\n" },
    });
    expect(triggers).toEqual(["no-way"]);
    expect(texts).toEqual([expect.stringMatching(/^Das ist erledigt: Renew the loan\. Alles Weitere/)]);
  });

  test("is told while its service is down, and the case goes on once it is back", async () => {
    const { texts } = await play([find, renew], "down", { untilThought: 4 });
    expect(texts).toEqual([sentence, "You may keep it until March 3."]);
  });

  test("is told once, and a person gets the case of a service that stays away", async () => {
    const { texts, triggers } = await play([find, renew], "down");
    expect(texts[0]).toBe(sentence);
    expect(texts.filter((text) => text === sentence)).toHaveLength(1);
    expect(triggers).toEqual(["model-unavailable"]);
  });
});

test("what a model has begun waits for it while its service is down: nobody is asked again what she wants", async () => {
  const { texts } = await play([find], "down", { untilThought: 3 });
  expect(texts).toEqual([
    expect.stringMatching(/^I have your message, and I cannot answer it/),
    "You may keep it until March 3.",
  ]);
});
