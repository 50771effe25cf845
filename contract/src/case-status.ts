import { z } from "zod";

/** `working` the agent acts · `waiting` for a customer, a person or a clock · `handed-off` a teammate has it · over. */
export const caseStatusSchema = z.enum(["working", "waiting", "handed-off", "resolved", "closed"]);
export type CaseStatus = z.infer<typeof caseStatusSchema>;
