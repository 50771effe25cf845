import { caseStatusSchema, handoffTriggerSchema, identityLevelSchema, jsonObjectSchema } from "@purser/contract";
import { toolOfUndo } from "@purser/kit";
import { z } from "zod";
import { patternSchema } from "./patterns/pattern-schema.ts";
import type { BlueprintLoad, BlueprintProblem } from "./reading/problem.ts";
import type { BlueprintFile } from "./reading/read-files.ts";
import { type PlaceOf, readYaml } from "./reading/read-yaml.ts";

/** An operation that a system's own ledger has, as `payments refund`; with the arguments that it must have. */
const effectSchema = z.union([
  z.string().regex(/^\S+ \S+$/, "a system and an operation, such as payments refund"),
  z.strictObject({ effect: z.string().regex(/^\S+ \S+$/), args: jsonObjectSchema }),
]);
export type ExpectedEffect = z.infer<typeof effectSchema>;

const verdictKind = z.enum(["allow", "confirm", "approve", "confirm-then-approve", "identify", "escalate", "deny"]);
const oneOrMore = <Item extends z.ZodType>(item: Item) =>
  z.union([z.array(item).min(1), item.transform((one) => [one])]);

/** What she answers: to what she was told when it is like `when`; in `in`, or anywhere; and then she is in `next`. */
const answerSchema = z.strictObject({
  when: patternSchema,
  /** One of these, by the seed. */
  say: oneOrMore(z.string().min(1)),
  in: z.string().exactOptional(),
  next: z.string().exactOptional(),
  times: z.int().positive().default(1),
});
export type EvalAnswer = z.infer<typeof answerSchema>;

/** What she answers to a question that names its digest: the button, or her words. */
const confirmSchema = z.union([z.enum(["yes", "no"]), z.strictObject({ say: z.string().min(1) })]);

const expectedShape = {
  /** Effects in the ledgers of the systems. In `must` exactly these, in any order. */
  ledgers: z.array(effectSchema).exactOptional(),
  /** In what she was told, all messages together. */
  said: z.array(patternSchema).exactOptional(),
  /** Among the guard's verdicts. */
  verdicts: z.array(verdictKind).exactOptional(),
  /** Lookups that were made and actions that were called. */
  tools: z.array(z.string()).exactOptional(),
};

/** One conversation with a simulated customer, and what must and must not come of it. */
export const evalSchema = z.strictObject({
  about: z.string().min(1),
  customer: z.strictObject({
    /** Somebody of the example's world, by name; her data fills {{ firstName }}, {{ orders[0].orderId }} and the like. */
    landmark: z.string().exactOptional(),
    /** In place of a landmark: her id in the systems of record. */
    ref: z.string().exactOptional(),
    /** How well the channel knows her. */
    level: identityLevelSchema.default(2),
  }),
  /** What else texts may name, by path. */
  with: jsonObjectSchema.default({}),
  /** How a system of record misbehaves from the start, in its own words. */
  faults: z.array(z.strictObject({ system: z.string(), rule: jsonObjectSchema })).default([]),
  /** Her first message; of several one, by the seed. */
  says: oneOrMore(z.string().min(1)),
  answers: z.array(answerSchema).default([]),
  /** What she writes one after another whenever nothing in `answers` fits. */
  turns: z.array(z.string().min(1)).default([]),
  /** What she does when she is asked to confirm, in turn; the last counts for all later ones. */
  confirms: z.array(confirmSchema).default([]),
  /** The same of a teammate who is asked to approve. */
  approves: z.array(z.enum(["yes", "no"])).default([]),
  /** Messages of hers, at the most. */
  messages: z.int().positive().max(50).default(12),
  must: z.strictObject({
    end: oneOrMore(caseStatusSchema),
    handoff: handoffTriggerSchema.exactOptional(),
    /** What the case may cost at the most: thoughts, tokens, and money in the currency. */
    cost: z
      .strictObject({
        thoughts: z.int().positive().exactOptional(),
        tokens: z.int().nonnegative().exactOptional(),
        money: z.number().nonnegative().exactOptional(),
      })
      .exactOptional(),
    ...expectedShape,
  }),
  mustNot: z.strictObject({ handoff: z.literal(true).exactOptional(), ...expectedShape }).prefault({}),
});

/** `name` is the file's, without its ending. */
export type Eval = z.infer<typeof evalSchema> & { name: string; path: string; placeOf: PlaceOf };

const fileName = /^[a-z0-9][a-z0-9-]{0,39}$/;
const evalPath = /^evals\/([^/]+)\.ya?ml$/;

/** The evals of a blueprint: each file directly in `evals/`, read strictly. */
export function readEvals(files: readonly BlueprintFile[]): BlueprintLoad<readonly Eval[]> {
  const evals: Eval[] = [];
  const problems: BlueprintProblem[] = [];
  for (const { path, text } of files) {
    const name = evalPath.exec(path)?.[1];
    if (name === undefined) continue;
    const read = readYaml(path, text, evalSchema);
    if (read.kind === "rejected") problems.push(...read.problems);
    else {
      const found: Eval = { ...read.value, name, path, placeOf: read.placeOf };
      problems.push(...problemsIn(found));
      evals.push(found);
    }
  }
  return problems.length > 0 ? { kind: "rejected", problems } : { kind: "loaded", value: evals };
}

/** What its form does not say: of whom it is, and that each state that she answers in can be reached. */
function problemsIn({ name, customer, answers, path, placeOf }: Eval): readonly BlueprintProblem[] {
  const problemAt = (place: readonly PropertyKey[], message: string): BlueprintProblem => {
    return { code: "PUR-6020", path, ...placeOf(place), message: [...place.map(String), message].join(": ") };
  };
  const isNamedOnce = (customer.landmark === undefined) !== (customer.ref === undefined);
  const whom = isNamedOnce ? [] : [problemAt(["customer"], "she is named by landmark or by ref, by one of them")];
  const called = fileName.test(name) ? [] : [problemAt([], "call the file in small letters, digits and -, 40 at most")];
  const reached = new Set([startState, ...answers.flatMap(({ next }) => next ?? [])]);
  const lost = answers.flatMap((answer, index) =>
    answer.in === undefined || reached.has(answer.in)
      ? []
      : [problemAt(["answers", index, "in"], `no answer leads to the state ${answer.in}; she begins in ${startState}`)],
  );
  return [...called, ...whom, ...lost];
}

export const startState = "start";

/** All that is wrong in the evals; `tools` are the names of the blueprint's, and null where they could not be loaded. */
export function evalProblems(
  files: readonly BlueprintFile[],
  tools: readonly string[] | null,
): readonly BlueprintProblem[] {
  const read = readEvals(files);
  if (read.kind === "rejected") return read.problems;
  return tools === null ? [] : read.value.flatMap((each) => unknownTools(each, tools));
}

function unknownTools({ path, placeOf, ...expected }: Eval, tools: readonly string[]): readonly BlueprintProblem[] {
  return (["must", "mustNot"] as const).flatMap((key) =>
    (expected[key].tools ?? []).flatMap((name, index): readonly BlueprintProblem[] =>
      tools.includes(name) || tools.includes(toolOfUndo(name))
        ? []
        : [
            {
              code: "PUR-2107",
              path,
              ...placeOf([key, "tools", index]),
              message: `${key}.tools: There is no tool ${name}.`,
            },
          ],
    ),
  );
}
