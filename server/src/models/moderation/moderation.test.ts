import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { createModerationService } from "./index.ts";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A moderation service that answers everything in this way, and what it was asked. */
async function serviceThat(status: number, answer: string) {
  const seen: { path: string; authorization: string; body: string }[] = [];
  const server = createServer((incoming, response) => {
    void text(incoming).then((body) => {
      seen.push({ path: incoming.url ?? "", authorization: incoming.headers.authorization ?? "", body });
      response.writeHead(status, { "content-type": "application/json" }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => void server.close());
  const { port } = z.object({ port: z.int() }).parse(server.address());
  const baseUrl = `http://127.0.0.1:${port}/v1/`;
  return { service: createModerationService({ baseUrl, model: "mod", apiKey: "key-of-ours", fetch }), seen };
}

test("the categories that a service flags are told, and none for a text that is fine", async () => {
  const flagged = { results: [{ flagged: true, categories: { violence: true, spam: false } }] };
  const { service, seen } = await serviceThat(200, JSON.stringify(flagged));
  expect(await service.classify("x".repeat(30_000))).toEqual({ kind: "answered", categories: ["violence"] });
  expect(seen).toMatchObject([{ path: "/v1/moderations", authorization: "Bearer key-of-ours" }]);
  expect(JSON.parse(seen[0]?.body ?? "")).toEqual({ input: "x".repeat(20_000), model: "mod" });
  const fine = await serviceThat(200, JSON.stringify({ results: [{ flagged: false, categories: { spam: true } }] }));
  expect(await fine.service.classify("Hello")).toEqual({ kind: "answered", categories: [] });
  const unnamed = await serviceThat(200, JSON.stringify({ results: [{ flagged: true }] }));
  expect(await unnamed.service.classify("Hello")).toEqual({ kind: "answered", categories: ["flagged"] });
});

test.each([
  [500, "{}"],
  [200, "no json"],
  [200, '{"results":[]}'],
])("an answer of %d and %s is a failure, never an exception", async (status, answer) => {
  const { service } = await serviceThat(status, answer);
  expect(await service.classify("Hello")).toMatchObject({ kind: "failed" });
});
