import { z } from "zod";

/** What of a request to `/chat/completions` a script may look at; other fields are passed over. */
export const modelServerRequestSchema = z.object({
  model: z.string().default(""),
  stream: z.boolean().default(false),
  messages: z
    .array(
      z.object({
        role: z.string(),
        content: z
          .union([
            z.string(),
            z
              .array(z.object({ text: z.string().default("") }))
              .transform((parts) => parts.map(({ text }) => text).join("")),
          ])
          .nullish()
          .transform((text) => text ?? ""),
      }),
    )
    .default([]),
  tools: z
    .array(
      z.object({
        function: z.object({ name: z.string(), description: z.string().default(""), parameters: z.unknown() }),
      }),
    )
    .default([]),
});
export type ModelServerRequest = z.infer<typeof modelServerRequestSchema>;

/** All that the request says, one message after another. */
export function textOf({ messages }: ModelServerRequest): string {
  return messages.map(({ content }) => content).join("\n");
}
