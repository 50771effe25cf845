import type { JsonObject } from "@purser/contract";
import { type Action, days, defineAction, defineLookup, type Lookup, type PolicyVocabulary } from "@purser/kit";
import { z } from "zod";

/** Tools that only have schemas: what policies are checked against. Their functions are never called by the guard. */
export const refundArgsSchema = z.strictObject({
  orderId: z.string(),
  amountMinor: z.int().positive(),
  reason: z.enum(["damaged", "late", "wrongItem", "goodwill"]),
});
const refundFactsSchema = z.strictObject({
  currency: z.string(),
  refundableMinor: z.int(),
  daysSinceDelivery: z.int().nullable(),
  isFlagged: z.boolean(),
  paidMinor: z.int(),
});

type Schemas = {
  name: string;
  input: z.core.$ZodType<JsonObject>;
  facts: z.core.$ZodType<JsonObject>;
  undoFacts?: z.core.$ZodType<JsonObject>;
};

export function actionWith({ name, input, facts, undoFacts }: Schemas): Action {
  const never = (): never => {
    throw new Error("The guard calls no tool.");
  };
  return defineAction({
    name,
    title: name,
    tier: "execute",
    input,
    output: z.strictObject({}),
    needs: {},
    gives: [],
    factsSchema: facts,
    sources: {},
    touches: never,
    readFacts: never,
    describe: never,
    simulate: never,
    execute: never,
    verify: never,
    undo:
      undoFacts === undefined
        ? { kind: "irreversible", because: "a test" }
        : {
            kind: "reversible",
            withinMs: days(1),
            factsSchema: undoFacts,
            sources: {},
            readFacts: never,
            describe: never,
            execute: never,
            verify: never,
          },
  });
}

export function lookupWith(name: string, input: z.core.$ZodType<JsonObject>): Lookup {
  return defineLookup({
    name,
    title: name,
    input,
    output: z.strictObject({}),
    gives: [],
    run: () => Promise.reject(new Error("The guard calls no tool.")),
  });
}

const addressSchema = z.strictObject({
  orderId: z.string(),
  line1: z.string(),
  line2: z.string().exactOptional(),
  city: z.string(),
  postcode: z.string(),
  country: z.string(),
});

/** Tools as the example business has them. */
const shopTools = [
  lookupWith("find_orders", z.strictObject({})),
  lookupWith("order_details", z.strictObject({ orderId: z.string() })),
  actionWith({
    name: "change_address",
    input: addressSchema,
    facts: z.strictObject({
      status: z.enum(["pending", "shipped", "delivered"]),
      version: z.int(),
      isFlagged: z.boolean(),
      currentAddress: z.string(),
    }),
    undoFacts: z.strictObject({ status: z.string(), version: z.int() }),
  }),
  actionWith({
    name: "refund_order",
    input: refundArgsSchema,
    facts: refundFactsSchema,
    undoFacts: z.strictObject({ isVoidable: z.boolean() }),
  }),
  actionWith({
    name: "update_email",
    input: z.strictObject({ email: z.string() }),
    facts: z.strictObject({ isFlagged: z.boolean(), currentEmail: z.string() }),
  }),
] as const;

export const shopVocabulary: PolicyVocabulary = { tools: shopTools, totals: ["customerRefunds30d"] };
