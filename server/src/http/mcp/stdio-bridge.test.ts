import { createServer } from "node:http";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { openTestApi, type TestApi } from "../testing/test-api.ts";
import { bridgeMcp } from "./stdio-bridge.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.stop());

const answerSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  result: z.looseObject({}).optional(),
  error: z.looseObject({ code: z.number(), message: z.string() }).optional(),
});

/** What is answered to these lines, by the id of each, until the bridge has ended. */
async function bridged(lines: readonly (object | string)[], { url = api.url, key = api.key } = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  const answers: z.infer<typeof answerSchema>[] = [];
  let text = "";
  output.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const over = bridgeMcp({ url, key }, { input, output, stopped: new AbortController().signal });
  for (const line of lines) input.write(`${typeof line === "string" ? line : JSON.stringify(line)}\n`);
  input.end();
  await over;
  for (const line of text.trim().split("\n")) answers.push(answerSchema.parse(JSON.parse(line)));
  return new Map(answers.map((answer) => [answer.id, answer]));
}

const listCases = { name: "list_cases", arguments: {} };
const initialize = {
  jsonrpc: "2.0",
  id: "hello",
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } },
};
const call = { jsonrpc: "2.0", id: 7, method: "tools/call", params: listCases };

test("carries requests to a running server, and ends when the input has and all are answered", async () => {
  const answers = await bridged([initialize, { jsonrpc: "2.0", method: "notifications/initialized" }, call, ""]);
  expect(answers.get("hello")?.result).toMatchObject({ protocolVersion: "2025-11-25", serverInfo: { name: "purser" } });
  expect(answers.get(7)?.result).toMatchObject({ structuredContent: { cases: [], next: null } });
});

test("carries requests of the revision that has no handshake", async () => {
  const meta = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const answers = await bridged([{ ...call, params: { ...listCases, _meta: meta } }]);
  expect(answers.get(7)?.result).toMatchObject({ structuredContent: { cases: [] } });
});

test("lets a request go that its client cancels: the server hears that nobody waits, and nothing is answered", async () => {
  const gone: string[] = [];
  const slow = createServer((request, response) => {
    response.on("close", () => gone.push(request.method ?? ""));
    response.writeHead(200, { "content-type": "text/event-stream" }).write(": waiting\n\n");
  });
  await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.int() }).parse(slow.address());
  const input = new PassThrough();
  const output = new PassThrough();
  let text = "";
  output.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const stopped = new AbortController();
  const over = bridgeMcp({ url: `http://127.0.0.1:${port}`, key: "k" }, { input, output, stopped: stopped.signal });
  input.write(`${JSON.stringify(call)}\n`);
  await new Promise<void>((resolve) => slow.once("request", () => resolve()));
  const cancelled = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 7 } };
  input.write(`${JSON.stringify(cancelled)}\n`);
  input.end();
  await over;
  await vi.waitFor(() => expect(gone).toEqual(["POST"]));
  expect(text).toBe("");
  slow.closeAllConnections();
  await new Promise((resolve) => slow.close(resolve));
});

test("tells what the server refuses, and that a line is no message, with a code", async () => {
  const answers = await bridged(["hello", call], { key: "wrong" });
  expect(answers.get(undefined)?.error?.code).toBe(-32_700);
  expect(answers.get(7)?.error?.message).toContain("PUR-2005");
});

test("tells each request that no server answers", async () => {
  const answers = await bridged([call, { ...call, id: 8 }], { url: "http://127.0.0.1:9" });
  for (const id of [7, 8]) expect(answers.get(id)?.error?.message).toContain("PUR-1010");
});
