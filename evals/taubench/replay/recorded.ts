import { jsonObjectSchema } from "@purser/contract";
import { z } from "zod";
import { effectSchema } from "../systems/database.ts";

export const domains = ["retail", "airline"] as const;
export type Domain = (typeof domains)[number];

const messageSchema = z.object({ role: z.enum(["customer", "agent"]), text: z.string() });
const callSchema = z.object({
  role: z.literal("call"),
  tool: z.string(),
  args: jsonObjectSchema,
  write: z.boolean(),
  effect: z
    .array(effectSchema)
    .nullish()
    .transform((effect) => effect ?? []),
});
const resultSchema = z.object({ role: z.literal("result"), tool: z.string(), ok: z.boolean(), result: z.string() });

/**
 * A recorded conversation as the replay sees it. Labels, and whatever else says how a write was judged, are left out
 * here, at the door: nothing behind it can know them.
 */
export const conversationSchema = z.object({
  id: z.string(),
  domain: z.enum(domains),
  turns: z.array(z.discriminatedUnion("role", [messageSchema, callSchema, resultSchema])),
});
export type Conversation = z.infer<typeof conversationSchema>;
export type Turn = Conversation["turns"][number];
export type Call = Extract<Turn, { role: "call" }>;

/** The authors' own actions for a task: no conversation, only what is to be done. */
export const scriptSchema = z.object({
  domain: z.enum(domains),
  task_id: z.string(),
  customer: z.string(),
  actions: z.array(z.object({ tool: z.string(), args: jsonObjectSchema, write: z.boolean() })),
});
export type Script = z.infer<typeof scriptSchema>;
