import { describe, expect, test } from "vitest";
import { z } from "zod";
import { recordingSchema, replay } from "./recording.ts";
import { inTurn, type ModelServer, type ModelServerOptions, startModelServer } from "./start-model-server.ts";

const completionSchema = z.object({
  choices: z.array(
    z.object({
      message: z.object({
        content: z.string().nullable(),
        tool_calls: z.array(z.object({ function: z.object({ name: z.string(), arguments: z.string() }) })).optional(),
      }),
      finish_reason: z.string(),
    }),
  ),
  usage: z.object({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() }),
});

async function withServer<Result>(
  options: ModelServerOptions,
  use: (server: ModelServer) => Promise<Result>,
): Promise<Result> {
  const server = await startModelServer(options);
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

function ask(url: string, content: string, more: object = {}): Promise<Response> {
  return fetch(`${url}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "m", messages: [{ role: "user", content }], ...more }),
  });
}

async function answerOf(response: Response): Promise<z.infer<typeof completionSchema>["choices"][number]> {
  const [choice] = completionSchema.parse(await response.json()).choices;
  if (choice === undefined) throw new Error("It has no choice.");
  return choice;
}

describe("the scripted server of models", () => {
  test("answers in turn, with a call or with text, and remembers what it was asked", async () => {
    const script = inTurn({ call: { name: "reply", input: { text: "Hi" } } }, { text: "Later." });
    await withServer({ script }, async ({ url, requests }) => {
      expect(await answerOf(await ask(url, "one"))).toMatchObject({
        finish_reason: "tool_calls",
        message: { content: null, tool_calls: [{ function: { name: "reply", arguments: '{"text":"Hi"}' } }] },
      });
      expect(await answerOf(await ask(url, "two"))).toMatchObject({ message: { content: "Later." } });
      expect(await answerOf(await ask(url, "three"))).toMatchObject({ message: { content: "Later." } });
      expect(requests().map(({ messages }) => messages[0]?.content)).toEqual(["one", "two", "three"]);
    });
  });

  test("streams the same answer in pieces, to the end", async () => {
    const text = "A longer answer, which takes more than one piece of the stream.";
    await withServer({ script: inTurn({ text }) }, async ({ url }) => {
      const body = await (await ask(url, "one", { stream: true })).text();
      const events = body.split("\n\n").filter((event) => event.startsWith("data: {"));
      const pieces = events.flatMap(
        (event) =>
          z
            .object({ choices: z.array(z.object({ delta: z.object({ content: z.string().optional() }) })) })
            .parse(JSON.parse(event.slice("data: ".length))).choices,
      );
      expect(pieces.map(({ delta }) => delta.content ?? "").join("")).toBe(text);
      expect(body.trimEnd().endsWith("data: [DONE]")).toBe(true);
    });
  });

  test("passes requests on to a real service, and what it recorded can be played again", async () => {
    const real = await startModelServer({
      script: inTurn({ call: { name: "find", input: { id: "L-1" } } }, { text: "Done." }),
    });
    const recording = await withServer({ upstream: { url: real.url, apiKey: "key" } }, async (recorder) => {
      await ask(recorder.url, "one", { stream: true, stream_options: { include_usage: true } });
      await ask(recorder.url, "two");
      return recorder.recorded("kept");
    });
    await real.stop();
    expect(recordingSchema.parse(JSON.parse(JSON.stringify(recording)))).toEqual(recording);
    expect(recording.answers).toEqual([
      { answer: { call: { name: "find", input: { id: "L-1" } } } },
      { answer: { text: "Done." } },
    ]);
    await withServer({ script: replay(recording) }, async ({ url }) => {
      expect((await answerOf(await ask(url, "one"))).message.tool_calls?.[0]?.function.name).toBe("find");
      expect((await answerOf(await ask(url, "two"))).message.content).toBe("Done.");
      expect((await ask(url, "three")).status).toBe(500);
    });
  });

  test("fills in what a recording looks for in the request, the last match counting, and waits for what it needs", async () => {
    const recording = recordingSchema.parse({
      recording: "orders",
      values: { order: "order (L-\\d+)", minor: "(\\d+) cents" },
      answers: [
        { when: "second", answer: { text: "B {{ order }}" } },
        { answer: { text: "A {{ order }} {{ other }}" } },
        { answer: { call: { name: "pay", input: { minor: "{{ minor | number }}", order: "{{ order }}" } } } },
      ],
    });
    await withServer({ script: replay(recording) }, async ({ url }) => {
      expect((await answerOf(await ask(url, "order L-1, then order L-2"))).message.content).toBe("A L-2 {{ other }}");
      expect((await answerOf(await ask(url, "second order L-3"))).message.content).toBe("B L-3");
      const paid = await answerOf(await ask(url, "order L-4, 4500 cents"));
      expect(JSON.stringify(paid.message)).toContain(JSON.stringify('{"minor":4500,"order":"L-4"}').slice(1, -1));
    });
  });

  test("refuses what is no request, and knows no other path", async () => {
    await withServer({ script: inTurn({ text: "Hi" }) }, async ({ url }) => {
      expect((await fetch(`${url}/chat/completions`, { method: "POST", body: "{" })).status).toBe(400);
      expect((await fetch(`${url}/embeddings`, { method: "POST", body: "{}" })).status).toBe(404);
      expect((await fetch(`${url}/models`)).status).toBe(200);
    });
  });

  test.each(["connection-silent", "stream-stalls", "stream-endless", "stream-drips-forever"] as const)(
    "stops, and ends what %s has left open",
    async (name) => {
      const server = await startModelServer({ script: () => name });
      const ended = ask(server.url, "one", { stream: true })
        .then((response) => response.text())
        .then(
          () => "whole",
          () => "cut",
        );
      await new Promise((resolve) => setTimeout(resolve, 30));
      await server.stop();
      expect(await ended).toBe("cut");
    },
  );
});
