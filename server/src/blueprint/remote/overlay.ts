import { jsonSchema } from "@purser/contract";
import { z } from "zod";
import { durationSchema } from "../settings/duration.ts";

/** Where overlays stand in a blueprint. */
export function isOverlayFile(path: string): boolean {
  return /^tools\/overlays\/.+\.ya?ml$/.test(path);
}

/**
 * Where an argument of a call comes from: `args.orderId`, `facts.version`, `result.id` (of the call that is undone),
 * `customer.ref`, `key`, `callKey` (of the call that is undone), or a value that is always the same.
 */
const sourceSchema = z.union([
  z
    .string()
    .regex(
      /^(customer\.ref|key|callKey|(args|facts|result)(\.[\w-]+)+)$/,
      "a source is args.NAME, facts.NAME, result.NAME, customer.ref, key or callKey; a text that is always the same is { value: … }",
    ),
  z.strictObject({ value: jsonSchema }),
]);
export type Source = z.infer<typeof sourceSchema>;

const withSchema = z.record(z.string(), sourceSchema).default({});
export type Mapping = z.infer<typeof withSchema>;

const answerPathSchema = z
  .string()
  .regex(/^answer(\.[\w-]+)+$/, "a path into the answer begins with answer, such as answer.order.id");

/** A value out of an answer: where it stands, and of which type it is where the server does not declare it. */
const takenSchema = z.union([
  answerPathSchema.transform((from) => ({ from, type: undefined })),
  z.strictObject({ from: answerPathSchema, type: z.enum(["text", "integer", "boolean", "anything"]).optional() }),
]);
const takeSchema = z.record(z.string().regex(/^\w+(\.\w+)*$/, "a fact's name is words joined by dots"), takenSchema);
export type Taken = z.infer<typeof takenSchema>;
export type Take = z.infer<typeof takeSchema>;

/** A condition over `answer`, `args`, `key` and `customer`, in the language of procedures. */
const conditionSchema = z.string().min(1);

/** What an error that a look-up's answer reports means; systems differ in how they say that there is no such record. */
const errorMeansSchema = z.enum(["failure", "not-found"]).default("failure");

/** An operation that reads, and how it is asked. */
const readingShape = {
  operation: z.string().min(1),
  with: withSchema,
  notFound: conditionSchema.optional(),
  errorMeans: errorMeansSchema,
};
const factsSchema = z.strictObject({ ...readingShape, take: takeSchema });
export type FactsOverlay = z.infer<typeof factsSchema>;

const verifySchema = z.union([
  z.strictObject({
    ...readingShape,
    done: conditionSchema,
    /** `not-found`: that the system knows no such record says that it was not done. */
    notDone: conditionSchema.optional(),
    doubled: conditionSchema.optional(),
    /** What the action gives, read back; the names are those that the action gives. */
    gives: takeSchema.default({}),
  }),
  /** Nothing can be looked up, and sending the same key again is harmless. */
  z.strictObject({ keySafe: z.string().min(1) }),
]);
export type VerifyOverlay = z.infer<typeof verifySchema>;

const undoSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("irreversible"), because: z.string().min(1) }),
  z.strictObject({ kind: z.literal("held"), grace: durationSchema }),
  undoneSchema("reversible", { residue: z.undefined().optional() }),
  undoneSchema("compensable", { residue: z.string().min(1) }),
]);
export type UndoOverlay = z.infer<typeof undoSchema>;

function undoneSchema<Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) {
  return z.strictObject({
    kind: z.literal(kind),
    within: durationSchema,
    operation: z.string().min(1),
    with: withSchema,
    refused: conditionSchema.optional(),
    describe: z.string().min(1),
    facts: factsSchema,
    verify: verifySchema,
    ...shape,
  });
}

const everyTool = {
  /** The name at the server, where it is another. */
  operation: z.string().min(1).optional(),
  title: z.string().min(1).max(200),
  with: withSchema,
  needs: z.record(z.string(), z.string()).default({}),
  gives: takeSchema.default({}),
};

const lookupSchema = z.strictObject({
  kind: z.literal("lookup"),
  ...everyTool,
  /** What the customer is told while it runs. */
  doing: z.string().min(1).max(100).optional(),
  isPersonal: z.boolean().default(true),
  notFound: conditionSchema.optional(),
  errorMeans: errorMeansSchema,
});
export type LookupOverlay = z.infer<typeof lookupSchema>;

/** Names, as a touched record, the one that is the customer's own. */
export const customersOwn = "customer";

const actionSchema = z.strictObject({
  kind: z.literal("action"),
  ...everyTool,
  tier: z.enum(["draft", "execute", "coordinate"]),
  promises: z.record(z.string(), jsonSchema).default({}),
  /** The argument that names the record, or `customer` for the one that is the customer's own, such as her account. */
  touches: z.strictObject({
    type: z.string().min(1),
    id: z
      .string()
      .regex(
        /^(?:customer|args(\.[\w-]+)+)$/,
        "the record is named by an argument, such as args.orderId, or is the customer's own: customer",
      ),
  }),
  /** What one call adds to the totals: a whole number, or the argument that holds it. */
  counts: z
    .record(
      z.string(),
      z.union([z.int().nonnegative(), z.string().regex(/^args(\.[\w-]+)+$/, "an argument, such as args.cents")]),
    )
    .default({}),
  facts: factsSchema,
  describe: z.string().min(1),
  refused: conditionSchema.optional(),
  verify: verifySchema,
  once: z.enum(["key", "natural", "none"]).default("none"),
  keyLifetime: durationSchema.optional(),
  settle: durationSchema.optional(),
  freshFor: durationSchema.optional(),
  undo: undoSchema,
});
export type ActionOverlay = z.infer<typeof actionSchema>;

/** A file of overlays: what a blueprint says of tools of one connection. What it does not name is not offered. */
export const overlaySchema = z.strictObject({
  connection: z.string().min(1),
  tools: z.record(
    z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, "a tool's name is small letters, digits and underscores"),
    z.discriminatedUnion("kind", [lookupSchema, actionSchema]),
  ),
});

/** Every operation that a tool of an overlay uses, each once. */
export function operationsOfOverlay(name: string, overlay: LookupOverlay | ActionOverlay): readonly string[] {
  const own = overlay.operation ?? name;
  if (overlay.kind === "lookup") return [own];
  const { facts, verify, undo } = overlay;
  const ofReadBack = (readBack: VerifyOverlay): string[] => ("keySafe" in readBack ? [] : [readBack.operation]);
  const ofUndo =
    undo.kind === "reversible" || undo.kind === "compensable"
      ? [undo.operation, undo.facts.operation, ...ofReadBack(undo.verify)]
      : [];
  return [...new Set([own, facts.operation, ...ofReadBack(verify), ...ofUndo])];
}

/** The operations with which a tool of an overlay changes something. */
export function writesOfOverlay(name: string, overlay: LookupOverlay | ActionOverlay): readonly string[] {
  if (overlay.kind === "lookup") return [];
  const { undo, operation = name } = overlay;
  return undo.kind === "reversible" || undo.kind === "compensable" ? [operation, undo.operation] : [operation];
}
