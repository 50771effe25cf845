import {
  type CallKey,
  type JsonObject,
  maxCoordinatedCalls,
  type ProposalId,
  type ProposedStep,
} from "@purser/contract";
import type { ModelTool, Tool } from "@purser/kit";
import { isUndoable } from "@purser/kit";
import { z } from "zod";
import type { Procedure } from "../../blueprint/procedure.ts";
import { toolNamed } from "../../blueprint/toolbox.ts";
import type { CaseView } from "../reasoner.ts";

/** Something that the model may propose, and how its words become a step. */
export type OfferedStep = { tool: ModelTool; read: (input: unknown) => ReadStep };

export type Proposed = {
  step: ProposedStep;
  because: string;
  facts: readonly string[];
  options: readonly { what: string; outcome: string; cost: string }[];
};
export type ReadStep = { kind: "read"; proposed: Proposed } | { kind: "unfit"; why: string };

/** What the prompt calls things whose real names a model would only copy wrongly: `done-1`, `question-1`. */
export type Labels = { done: ReadonlyMap<string, CallKey>; questions: ReadonlyMap<string, ProposalId> };

const longestText = 4_000;
const textSchema = z
  .string()
  .max(longestText)
  .transform(cleaned)
  .refine((text) => text !== "", "this is empty");
const sentenceSchema = z.string().min(1).max(600).transform(cleaned);
const optionSchema = z.strictObject({ what: sentenceSchema, outcome: sentenceSchema, cost: sentenceSchema });
const groundsShape = {
  because: sentenceSchema.describe("One sentence: why this step and not another."),
  facts: z.array(z.string().max(200)).max(30).default([]).describe("Paths of the facts that it rests on."),
  options: z
    .array(optionSchema)
    .max(5)
    .default([])
    .describe("Only where there is a choice: two or more ways, yours first, with expected outcome and cost."),
} as const;

/** Without what nobody sees and what turns text around; a half of a character becomes a mark. */
function cleaned(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/(?![\n\t])\p{Cc}|[\u200B\u202A-\u202E\u2066-\u2069\uFEFF]/gu, "")
    .trim();
}

const claimsSchema = z
  .array(z.string())
  .max(50)
  .default([])
  .describe('The names under "Done" of what the text says was done, such as done-1.');

/** All that may be proposed now: the steps that there always are, and the tools of the chosen procedures. */
export function offeredSteps(view: CaseView, chosen: readonly Procedure[], labels: Labels): readonly OfferedStep[] {
  const fixed = [...talking(labels), ...working(view), ...undoing(view, labels)];
  const taken = new Set(fixed.map(({ tool }) => tool.name));
  const tools = toolsFor(view, chosen).map((tool) => offerOf(tool, taken));
  return [...tools, ...fixed];
}

/** The tools of the chosen procedures, and the lookups that search by her words, in the order of their names. */
function toolsFor({ blueprint }: CaseView, chosen: readonly Procedure[]): readonly Tool[] {
  const byWords = [...blueprint.toolbox.lookups.values()].filter(({ needs }) =>
    Object.values(needs).includes("message.text"),
  );
  const named = chosen.flatMap(({ header }) =>
    header.tools.flatMap((name) => toolNamed(blueprint.toolbox, name) ?? []),
  );
  return [...new Set([...named, ...byWords])].toSorted((one, other) => one.name.localeCompare(other.name, "en"));
}

function offerOf(tool: Tool, taken: Set<string>): OfferedStep {
  const plain = tool.name.replaceAll(/[^a-zA-Z0-9_-]/g, "_").slice(0, 50);
  let name = plain;
  for (let count = 2; taken.has(name); count += 1) name = `${plain}_${count}`;
  taken.add(name);
  const what = tool.kind === "lookup" ? "Looks up" : "Changes something";
  return offer(
    name,
    `${what}: ${tool.title}. Gives ${tool.gives.join(", ")}.`,
    z.strictObject({ args: tool.input, ...groundsShape }),
    ({ args }) => {
      const call = { tool: tool.name, args };
      return tool.kind === "lookup" ? { kind: "lookup", calls: [call] } : { kind: "call", call };
    },
  );
}

function talking({ done }: Labels): readonly OfferedStep[] {
  const keysOf = (claims: readonly string[]): CallKey[] => claims.map((label) => keyed(done, label));
  return [
    offer(
      "reply",
      "Says something to the customer and waits for her.",
      z.strictObject({ text: textSchema, claims: claimsSchema, ...groundsShape }),
      ({ text, claims }) => ({ kind: "reply", reply: { text, claims: keysOf(claims) } }),
    ),
    offer(
      "ask",
      "Asks the customer for one fact that no tool gives, and waits for her.",
      z.strictObject({
        path: z
          .string()
          .regex(/^[a-z][\w.]{0,99}$/)
          .describe("The fact, such as size.correct."),
        question: textSchema,
        ...groundsShape,
      }),
      ({ path, question }) => ({ kind: "ask", path, question }),
    ),
    offer(
      "resolve",
      "Ends the case because what she wanted is reached; text is what she reads, null when she has read it already.",
      z.strictObject({
        summary: sentenceSchema,
        text: textSchema.nullable().default(null),
        claims: claimsSchema,
        ...groundsShape,
      }),
      ({ summary, text, claims }) => ({
        kind: "resolve",
        summary,
        reply: text === null ? null : { text, claims: keysOf(claims) },
      }),
    ),
    offer(
      "handoff",
      "Gives the case to a person; text is what she reads meanwhile, null for the shop's own sentence.",
      z.strictObject({
        trigger: z.enum(["no-way", "not-understood", "eligibility", "person-asked"]).default("no-way"),
        why: sentenceSchema,
        suggestion: sentenceSchema.describe("What the person had best do first."),
        text: textSchema.nullable().default(null),
        ...groundsShape,
      }),
      ({ trigger, why, suggestion, text }) => ({
        kind: "handoff",
        trigger,
        why,
        suggestion,
        ...(text === null ? {} : { reply: { text, claims: [] } }),
      }),
    ),
  ];
}

const longestWaitMinutes = 24 * 60;
const minuteMs = 60_000;

function working({ blueprint }: CaseView): readonly OfferedStep[] {
  return [
    offer(
      "plan",
      "Follows a procedure from now on; its text and tools are given with the next request.",
      z.strictObject({
        procedure: z.enum([...blueprint.procedures.keys()]),
        steps: z.array(z.strictObject({ tool: z.string().max(100), why: sentenceSchema })).max(20),
        ...groundsShape,
      }),
      ({ procedure, steps }) => ({ kind: "plan", procedure, steps }),
    ),
    offer(
      "together",
      "Does several actions together, in this order, or none of them: asked about once, undone in reverse if one fails.",
      z.strictObject({
        calls: z
          .array(z.strictObject({ tool: z.string(), args: z.record(z.string(), z.json()) }))
          .min(2)
          .max(maxCoordinatedCalls),
        ...groundsShape,
      }),
      ({ calls }) => ({ kind: "coordinate", calls }),
    ),
    offer(
      "wait",
      "Tells the customer how it stands and goes on after a while: for a system that does not answer now.",
      z.strictObject({ minutes: z.int().min(1).max(longestWaitMinutes), text: textSchema, ...groundsShape }),
      ({ minutes, text }) => ({ kind: "later", afterMs: minutes * minuteMs, reply: { text, claims: [] } }),
    ),
  ];
}

/**
 * Offered also where there is nothing to take back: services keep what a request begins with, and that is its tools, which
 * are therefore the same in each step of a case.
 */
function undoing({ state, blueprint }: CaseView, { done, questions }: Labels): readonly OfferedStep[] {
  const undoable = new Map(
    [...done].filter(([, key]) => {
      const call = state.doneCalls.find((each) => each.key === key);
      const action = call === undefined ? undefined : blueprint.toolbox.actions.get(call.tool);
      return call !== undefined && !call.isUndone && action !== undefined && isUndoable(action.undo);
    }),
  );
  return [
    offer(
      "take_back",
      'Takes back something that stands under "Done" and can be taken back.',
      z.strictObject({ done: labelSchema.describe('Its name under "Done", such as done-1.'), ...groundsShape }),
      (input) => ({ kind: "undo", callKey: keyed(undoable, input.done), reason: input.because }),
    ),
    offer(
      "withdraw",
      'Takes a question back that stands under "Open", as she no longer wants what it asks about; text says so to her.',
      z.strictObject({
        question: labelSchema.describe('Its name under "Open", such as question-1.'),
        text: textSchema,
        ...groundsShape,
      }),
      ({ question, text, because }) => ({
        kind: "withdraw",
        proposalId: keyed(questions, question),
        reason: because,
        reply: { text, claims: [] },
      }),
    ),
  ];
}

const labelSchema = z.string().max(40);

function keyed<Value>(labels: ReadonlyMap<string, Value>, label: string): Value {
  const value = labels.get(label);
  if (value === undefined) throw new UnknownLabel(label);
  return value;
}

class UnknownLabel extends Error {}

type Grounds = Pick<Proposed, "because" | "facts" | "options">;

function offer<Input extends Grounds>(
  name: string,
  description: string,
  schema: z.core.$ZodType<Input>,
  stepOf: (input: Input) => ProposedStep,
): OfferedStep {
  return {
    tool: { name, description, input: jsonSchemaOf(schema) },
    read: (input) => {
      const parsed = z.safeParse(schema, input);
      if (!parsed.success) return { kind: "unfit", why: problemsOf(parsed.error) };
      const { because, facts, options } = parsed.data;
      try {
        const step = stepOf(parsed.data);
        return { kind: "read", proposed: { step, because, facts, options: options.length < 2 ? [] : options } };
      } catch (error) {
        if (!(error instanceof UnknownLabel)) throw error;
        return { kind: "unfit", why: `There is no ${error.message} in this case that this can be said of.` };
      }
    },
  };
}

const mostProblems = 8;

function problemsOf({ issues }: z.ZodError): string {
  return issues
    .slice(0, mostProblems)
    .map(({ path, message }) => `${path.map(String).join(".") || "input"}: ${message}`)
    .join("; ");
}

function jsonSchemaOf(schema: z.core.$ZodType): JsonObject {
  const made = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return z
    .record(z.string(), z.json())
    .parse(Object.fromEntries(Object.entries(made).filter(([key]) => key !== "$schema" && key !== "~standard")));
}
