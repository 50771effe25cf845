import { z } from "zod";
import { faultRuleSchema } from "../../examples/larkspur/systems/faults.ts";
import { scenarios } from "../scenarios/scenarios.ts";
import kept from "../seeds.json" with { type: "json" };
import type { RunPlan } from "./simulate.ts";

const placeSchema = z.strictObject({ call: z.int(), when: z.enum(["before", "after"]) });
const disturbanceSchema = z.discriminatedUnion("kind", [
  placeSchema.extend({ kind: z.literal("crash") }),
  placeSchema.extend({ kind: z.literal("cut") }),
  placeSchema.extend({ kind: z.literal("freeze"), forMs: z.int() }),
]);
const keptSchema = z.array(
  z.strictObject({
    /** What this run has found, once. */
    found: z.string(),
    seed: z.int(),
    scenario: z.string(),
    swarm: z.strictObject({
      faults: z.array(
        z.strictObject({
          system: z.enum(["oms", "payments", "crm"]),
          rule: faultRuleSchema,
          fromMs: z.int().exactOptional(),
        }),
      ),
      healedAfterMs: z.int(),
      disturbances: z.array(disturbanceSchema),
      workers: z.int(),
      deliveries: z.int(),
      slownessMs: z.int(),
    }),
  }),
);

/** The runs that have found something before, with all that was drawn for them: they are played first, for ever. */
export const keptPlans: readonly RunPlan[] = keptSchema.parse(kept).map(({ seed, scenario: name, swarm }) => {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`seeds.json names a scenario that does not exist: ${name}`);
  return { seed, scenario, swarm };
});
