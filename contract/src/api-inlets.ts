import { z } from "zod";
import { writtenErrorCodeSchema } from "./error-code.ts";

/**
 * What became of a webhook whose signature is good: `taken` it is in the log of the case that it is about ·
 * `repeated` it was taken before · `ignored` it is about no call of ours, with the code.
 */
export const inletAnswerSchema = z.strictObject({
  outcome: z.enum(["taken", "repeated", "ignored"]),
  code: writtenErrorCodeSchema.nullable(),
});
export type InletAnswer = z.infer<typeof inletAnswerSchema>;
