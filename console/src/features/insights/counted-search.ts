import { countedCasesSchema, handoffTriggerSchema, insightKeySchema, instantSchema } from "@purser/contract";
import { z } from "zod";

/** Which cases of which figure, as the address of the page says it; what it does not say rightly is left out. */
export const countedSearchSchema = z.object({
  since: instantSchema.optional().catch(undefined),
  until: instantSchema.optional().catch(undefined),
  what: countedCasesSchema.default("cases").catch("cases"),
  by: insightKeySchema.optional().catch(undefined),
  key: z.string().max(200).optional().catch(undefined),
  handoff: handoffTriggerSchema.optional().catch(undefined),
});
export type CountedSearch = z.infer<typeof countedSearchSchema>;
