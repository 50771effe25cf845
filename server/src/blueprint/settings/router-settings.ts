import { z } from "zod";
import { durationSchema } from "./duration.ts";

/** Who may think about a procedure at the least: rules where they are sure, always a model, or always a large one. */
const leastRouteSchema = z.enum(["rules", "small", "frontier"]);
export type LeastRoute = z.infer<typeof leastRouteSchema>;

/** Which reasoner thinks, where there are models beside the rules. */
export const routerSettingsSchema = z.strictObject({
  /** How sure rules must be of what she wants to go on without a model. */
  sure: z.number().min(0).max(1).default(0.9),
  /** How sure a small model must be, or a frontier model is asked. */
  smallSure: z.number().min(0).max(1).default(0.7),
  /** By procedure; what is not named begins with rules. */
  procedures: z.record(z.string(), leastRouteSchema).default({}),
  /** How long a case waits for a model that does not answer before a person gets it. */
  waitForModel: durationSchema.default(1_800_000),
  /** For how long an answer from knowledge is given again to the same question; 0s for never. */
  keepAnswers: durationSchema.default(3_600_000),
});
export type RouterSettings = z.infer<typeof routerSettingsSchema>;
