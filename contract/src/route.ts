import { z } from "zod";

/** Who thinks a step: rules, a small or a frontier model, an answer that was given before, or nobody that could. */
export const routeSchema = z.enum(["rules", "small", "frontier", "cache", "none"]);
export type Route = z.infer<typeof routeSchema>;

/** What a case has cost from its first event on; `costMicros` in millionths of the currency, `durationMs` the time of models. */
export const caseCostSchema = z.strictObject({
  thoughts: z.int().nonnegative(),
  calls: z.int().nonnegative(),
  tokens: z.int().nonnegative(),
  costMicros: z.int().nonnegative(),
  durationMs: z.int().nonnegative(),
});
export type CaseCost = z.infer<typeof caseCostSchema>;
