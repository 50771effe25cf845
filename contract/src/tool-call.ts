import { z } from "zod";
import { jsonObjectSchema } from "./json.ts";

/** One call of a tool with its arguments. */
export const toolCallSchema = z.strictObject({ tool: z.string(), args: jsonObjectSchema });
export type ToolCall = z.infer<typeof toolCallSchema>;
