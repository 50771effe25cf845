import { z } from "zod";
import { faultRuleSchema } from "../../examples/larkspur/systems/faults.ts";
import { scenarios } from "../scenarios/scenarios.ts";
import kept from "../seeds.json" with { type: "json" };
import { portKinds } from "./disturbance.ts";
import type { RunPlan } from "./simulate.ts";
import { calm } from "./swarm.ts";
import { modelTroubles } from "./wild-model.ts";

const placeSchema = z.strictObject({
  call: z.int(),
  when: z.enum(["before", "after"]),
  port: z.enum(portKinds).exactOptional(),
});
const disturbanceSchema = z.discriminatedUnion("kind", [
  placeSchema.extend({ kind: z.literal("crash"), again: z.int().exactOptional() }),
  placeSchema.extend({ kind: z.literal("cut") }),
  placeSchema.extend({ kind: z.literal("desk-cut") }),
  placeSchema.extend({ kind: z.literal("freeze"), forMs: z.int() }),
]);
const changeSchema = z.strictObject({ change: z.int() });
const mishapSchema = z.discriminatedUnion("kind", [
  changeSchema.extend({ kind: z.literal("late"), byMs: z.int() }),
  changeSchema.extend({ kind: z.literal("doubled") }),
]);
const modelSchema = z.strictObject({
  troubles: z.array(z.strictObject({ thought: z.int(), kind: z.enum(modelTroubles) })),
  isFickle: z.boolean(),
});
const keptSchema = z.array(
  z.strictObject({
    /** What this run has found, once. */
    found: z.string(),
    seed: z.int(),
    scenario: z.string(),
    swarm: z.strictObject({
      faults: z.array(
        z.strictObject({
          system: z.enum(["oms", "payments", "crm", "shipping"]),
          rule: faultRuleSchema,
          fromMs: z.int().exactOptional(),
        }),
      ),
      healedAfterMs: z.int(),
      disturbances: z.array(disturbanceSchema),
      workers: z.int(),
      deliveries: z.int(),
      slownessMs: z.int(),
      // What could not go wrong yet when the run was kept is calm in it.
      mishaps: z.array(mishapSchema).default([]),
      model: modelSchema.nullable().default(null),
      webhooks: z.strictObject({ copies: z.int(), lateByMs: z.int(), isLost: z.boolean() }).default(calm.webhooks),
      republished: z
        .strictObject({ is: z.enum(["stricter", "looser"]), afterMs: z.int() })
        .nullable()
        .default(null),
    }),
  }),
);

/** The runs that have found something before, with all that was drawn for them: they are played first, for ever. */
export const keptPlans: readonly RunPlan[] = keptSchema.parse(kept).map(({ seed, scenario: name, swarm }) => {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`seeds.json names a scenario that does not exist: ${name}`);
  return { seed, scenario, swarm };
});
