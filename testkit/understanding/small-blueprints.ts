import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { defineAction, defineLookup } from "@purser/kit";
import { parse, stringify } from "yaml";
import { z } from "zod";
import type { Vocabulary } from "../../server/src/agent/rules/understanding/understand.ts";
import { loadProcedures } from "../../server/src/blueprint/load-procedures.ts";
import { formatProblem } from "../../server/src/blueprint/reading/problem.ts";
import { builtInSensitive } from "../../server/src/blueprint/sensitive/load-sensitive.ts";
import { settingsSchema } from "../../server/src/blueprint/settings/settings.ts";
import { toolboxOf } from "../../server/src/blueprint/toolbox.ts";
import { noUnderstanding } from "../../server/src/blueprint/understanding.ts";

const folder = join(import.meta.dirname, "../../evals/understanding/small");

export const smallKinds = ["near", "paraphrase", "out-of-scope"] as const;

const messageSchema = z.strictObject({
  /** How it is worded: nearly as an example, in other words, or for nobody here. */
  kind: z.enum(smallKinds),
  procedure: z.string().optional(),
  text: z.string(),
});
export type SmallMessage = z.infer<typeof messageSchema>;

const tradeSchema = z.strictObject({
  name: z.string(),
  slots: z.record(z.string(), z.array(z.string())),
  procedures: z.record(
    z.string(),
    z.strictObject({ goal: z.string(), changes: z.boolean(), when: z.array(z.string()).min(3).max(6) }),
  ),
  messages: z.array(messageSchema),
});

/** A blueprint of the first hour: a handful of procedures, three to six examples each, and no file of `understanding/`. */
export type SmallBlueprint = { trade: string; blueprint: Vocabulary; messages: readonly SmallMessage[] };

export function smallBlueprints(): readonly SmallBlueprint[] {
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const trade = tradeSchema.parse(parseYaml(join(folder, file)));
      return { trade: basename(file, ".yaml"), blueprint: blueprintOf(trade), messages: trade.messages };
    });
}

const thing = z.object({ state: z.string() });
const gives = ["thing.state"];
const found = { kind: "found" as const, result: { state: "done" } };

const read = defineLookup({
  name: "read_thing",
  title: "Read it",
  input: z.strictObject({}),
  output: thing,
  gives,
  run: async () => found,
});

const change = defineAction({
  name: "change_thing",
  title: "Change it",
  tier: "execute",
  input: z.strictObject({}),
  output: thing,
  needs: {},
  gives,
  factsSchema: z.object({}),
  sources: {},
  touches: () => ({ type: "thing", id: "1" }),
  readFacts: async () => ({ kind: "read", facts: {} }),
  describe: () => "Change it?",
  simulate: async () => ({ kind: "would-do", changes: [] }),
  execute: async () => ({ kind: "done", result: { state: "done" } }),
  verify: async () => ({ kind: "done", result: { state: "done" } }),
  undo: { kind: "irreversible", because: "Nothing is kept." },
});

function parseYaml(path: string): unknown {
  return parse(readFileSync(path, "utf8"));
}

function blueprintOf({ name, slots, procedures }: z.infer<typeof tradeSchema>): Vocabulary {
  const files = Object.entries(procedures).map(([procedure, { goal, changes, when }]) => {
    const tools = changes ? [change.name] : [read.name];
    const header = { procedure, goal, when, done: 'thing.state == "done"', tools, replies: { done: "Done." } };
    return { path: `procedures/${procedure}.md`, text: `---\n${stringify(header)}---\nAs it says.\n` };
  });
  const loaded = loadProcedures(files, new Map([change, read].map((tool) => [tool.name, tool])), null);
  if (loaded.kind === "rejected") throw new Error(loaded.problems.map(formatProblem).join("\n"));
  const patterns = Object.entries(slots).map(([slot, texts]) => [slot, texts.map((pattern) => ({ pattern }))] as const);
  return {
    settings: settingsSchema.parse({ name, currency: "USD", slots: Object.fromEntries(patterns) }),
    sensitive: builtInSensitive,
    toolbox: toolboxOf([change, read]),
    procedures: loaded.value,
    understanding: {
      ...noUnderstanding,
      examples: new Map([...loaded.value].map(([procedure, { header }]) => [procedure, header.when])),
    },
  };
}
