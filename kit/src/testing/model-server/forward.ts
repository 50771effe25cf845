import { jsonObjectSchema } from "@purser/contract";
import { z } from "zod";
import type { ModelServerRequest } from "./model-request.ts";
import { jsonReaction, type Reaction, reactionOf, type ScriptedAnswer } from "./scripted-answer.ts";

const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.string().nullish(),
          tool_calls: z.array(z.object({ function: z.object({ name: z.string(), arguments: z.string() }) })).nullish(),
        }),
      }),
    )
    .min(1),
});

const upstreamTimeoutMs = 120_000;

/** Asks a real service, not streamed, and gives its answer back as the request wanted it. Null when it did not answer well. */
export async function forwarded(
  text: string,
  request: ModelServerRequest,
  { url, apiKey }: { url: string; apiKey: string },
): Promise<{ reaction: Reaction; answer: ScriptedAnswer | null }> {
  const body = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  delete body["stream_options"];
  const reply = await fetch(`${url.replace(/\/+$/, "")}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ ...body, stream: false }),
    signal: AbortSignal.timeout(upstreamTimeoutMs),
  });
  const said: unknown = await reply.json().catch(() => null);
  const answer = reply.ok ? answerIn(said) : null;
  return answer === null
    ? { reaction: jsonReaction(reply.ok ? 502 : reply.status, said), answer }
    : { reaction: reactionOf(answer, request), answer };
}

function answerIn(said: unknown): ScriptedAnswer | null {
  const parsed = completionSchema.safeParse(said);
  const message = parsed.data?.choices[0]?.message;
  if (message === undefined) return null;
  const calls = (message.tool_calls ?? []).flatMap(({ function: { name, arguments: given } }) => {
    const input = readObject(given);
    return input === null ? [] : [{ name, input }];
  });
  const [only] = calls;
  if (only === undefined) return { text: message.content ?? "" };
  return calls.length === 1 ? { call: only } : { calls };
}

function readObject(text: string): z.infer<typeof jsonObjectSchema> | null {
  try {
    return jsonObjectSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
