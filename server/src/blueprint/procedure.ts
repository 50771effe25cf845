import { jsonObjectSchema, jsonSchema } from "@purser/contract";
import { z } from "zod";
import { durationSchema } from "./settings/duration.ts";
import type { Expression } from "./expression.ts";

const pathSchema = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]*(\.[a-zA-Z][a-zA-Z0-9]*)*$/, "a path is words joined by dots, such as order.id");

/** How a fact that the procedure needs is come by: from another fact, the first known one, or by asking. */
const needSchema = z.strictObject({
  from: z.array(pathSchema).default([]),
  ask: z.string().optional(),
  /** The fact whose value a plain yes to `ask` gives. */
  yes: pathSchema.optional(),
  /** What `ask` offers for her to choose from: a list among the facts, and the field of its entries that is the answer. */
  among: pathSchema.optional(),
  value: jsonSchema.optional(),
  /**
   * What could not be seen, in words, when the system that gives the fact does not answer. The fact is then `"unseen"`,
   * `{{ unseen }}` holds the words, and the procedure goes on without it.
   */
  unseen: z.string().optional(),
});

/** How long it is waited for something outside to come true, and what she hears of it meanwhile. */
const waitSchema = z.strictObject({
  /** So often it is looked at, beside whenever a system of record reports something of the case. */
  lookEvery: durationSchema,
  /** Examples of how she asks after it meanwhile, and what she then reads once it was looked at. */
  when: z.array(z.string().min(1)).default([]),
  meanwhile: z.string().min(1),
  /** What she reads when it takes long; the times count from when the wait began. */
  reminders: z.array(z.strictObject({ after: durationSchema, say: z.string().min(1) })).default([]),
  /** After this a person gets the case. */
  atMost: durationSchema,
});
export type Wait = z.infer<typeof waitSchema>;

/** A condition that must hold before a tool is used, and what the customer reads when it does not. */
const conditionSchema = z.strictObject({
  check: z.string(),
  otherwise: z.string(),
  /** A yes to `otherwise` makes this fact true, so that the condition may name it. */
  accept: pathSchema.optional(),
  /** A yes to `otherwise` is a request for this procedure. */
  offer: z.string().optional(),
  /** It comes true by itself, outside: `otherwise` says so to her, and then it is waited for. */
  wait: waitSchema.optional(),
});

/** Steps that she tries herself, told one at a time, until one helps. */
const guideSchema = z.strictObject({
  /** The fact that is true once a step has helped, and false when none has. */
  gives: pathSchema,
  /** The fact whose value names the list to go through. */
  by: pathSchema,
  /** Each step ends in a question that can be answered with yes when it helped. */
  steps: z.record(z.string().regex(/^[a-z][a-zA-Z0-9]*$/), z.array(z.string().min(1)).min(1)),
});
export type Guide = z.infer<typeof guideSchema>;

/** What a customer may want to know before she says yes or afterwards, and what she is told: from the facts of the case. */
const answerSchema = z.strictObject({
  /** Examples of how customers ask it. */
  when: z.array(z.string().min(1)).min(1),
  say: z.string().min(1),
  /** What she is told when she asks it once it is done; `say` where it is missing. */
  done: z.string().min(1).optional(),
});

/** The typed header of a procedure: `procedures/*.md`. */
export const procedureHeaderSchema = z.strictObject({
  procedure: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, "a name is small letters, digits and hyphens, such as late-delivery"),
  goal: z.string(),
  /** How it is offered to a customer, such as "your money back"; the goal where it is missing. */
  title: z.string().optional(),
  /** Examples of how customers ask for it; none where only a trigger starts it. */
  when: z.array(z.string().min(1)).default([]),
  needs: z.record(pathSchema, needSchema).default({}),
  done: z.string(),
  before: z.record(z.string(), z.array(conditionSchema)).default({}),
  /** Arguments that are the same for every case. */
  with: z.record(z.string(), jsonObjectSchema).default({}),
  tools: z.array(z.string()),
  /** By action: the lookups that are made anew when it was denied or refused, since what they said no longer holds. */
  renew: z.record(z.string(), z.array(z.string())).default({}),
  /**
   * Actions that are done anew when she asks for the same once more, such as a mail that has not reached her. Any other counts as
   * done, and she is told so.
   */
  anew: z.array(z.string()).default([]),
  /** Actions that are done together, in this order, or not at all: asked about once, and undone in reverse if one fails. */
  together: z.array(z.string()).default([]),
  /** Tools to be used and facts to be known in this order; the planner fills in what they need. */
  steps: z.array(z.string()).default([]),
  guide: guideSchema.optional(),
  /** Questions that are answered while she is asked to confirm what this procedure does, and once it is done; what she is asked stays asked. */
  answers: z.array(answerSchema).default([]),
  /** Procedures that she is offered when this one cannot be done. */
  otherwise: z.array(z.string()).default([]),
  replies: z.strictObject({
    /** What the customer reads when it is done; she is told nothing where the template comes out empty. */
    done: z.string(),
    /** What she reads when a part of it was done anew, see `anew`; `done` where it is missing. */
    anew: z.string().optional(),
    // Where one of these is missing she reads the host's sentence for it.
    /** What she reads when a guardrail forbids it; `reasons` holds why. */
    denied: z.string().optional(),
    /** What she reads when a teammate has decided against it. */
    declined: z.string().optional(),
    /** What she reads when one of the actions under `together` failed and all others were taken back. */
    undone: z.string().optional(),
    /** What she reads before `otherwise` is offered, when it cannot be done for another reason. */
    impossible: z.string().optional(),
    /** What she reads when a part of it has to wait for a system that is down. */
    later: z.string().optional(),
  }),
});
export type ProcedureHeader = z.infer<typeof procedureHeaderSchema>;

export type Condition = {
  check: Expression;
  otherwise: string;
  accept: string | null;
  offer: string | null;
  wait: Wait | null;
};

/** A procedure with its conditions read; `prose` is what people and models read. */
export type Procedure = {
  name: string;
  header: ProcedureHeader;
  done: Expression;
  before: ReadonlyMap<string, readonly Condition[]>;
  prose: string;
  path: string;
};

/** What people call a procedure. */
export function titleOf({ header: { title, goal } }: Pick<Procedure, "header">): string {
  return title ?? goal;
}
