import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { openEgress } from "../connectors/egress.ts";
import { openTestApi, type TestApi } from "./testing/test-api.ts";

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const spanSchema = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.string().regex(/^\d{19}$/),
  attributes: z.array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) })),
});
const tracesSchema = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })) })),
});
type Span = z.infer<typeof spanSchema>;

/** A collector that keeps what it is sent; how it answers is said by `answer`. */
async function openCollector(answer: () => number | "never") {
  const spans: Span[] = [];
  const bodies: string[] = [];
  const server: Server = createServer((request, response) => {
    void (async () => {
      const chunks: string[] = [];
      for await (const chunk of request.setEncoding("utf8")) chunks.push(String(chunk));
      const status = answer();
      if (status === "never") return;
      bodies.push(chunks.join(""));
      if (status === 200) {
        const { resourceSpans } = tracesSchema.parse(JSON.parse(chunks.join("")));
        spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      }
      response.statusCode = status;
      response.end();
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/v1/traces`, spans, bodies };
}

async function openApi(url: string): Promise<TestApi> {
  const api = await openTestApi({
    collector: { url, headers: {}, send: openEgress({ origins: [url], allowPrivate: true }).send },
  });
  stops.unshift(() => api.stop());
  return api;
}

async function eventually(isMet: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isMet())) await delay(20);
}

describe("tracing", () => {
  test("a case is one trace in the collector, with its call, and with nothing that she wrote", async () => {
    const collector = await openCollector(() => 200);
    const api = await openApi(collector.url);
    const canary = "canary-of-hers";
    const caseId = await api.opened({ customer: canary, level: 2, subject: canary, text: `refund 500 ${canary}` });
    await api.until(caseId, "resolved");
    await eventually(() => collector.spans.some(({ name }) => name === "case"));
    const { spans } = collector;
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    const names = spans.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["call refund_order", "verify refund_order", "judge", "propose call"]),
    );
    const root = spans.find(({ name }) => name === "case");
    expect(spans.filter(({ parentSpanId }) => parentSpanId === root?.spanId)).not.toEqual([]);
    expect(collector.bodies.join("")).not.toContain(canary);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  });

  for (const [what, answer] of [
    ["refuses", 500],
    ["never answers", "never"],
  ] as const) {
    test(`a collector that ${what} holds up no case`, async () => {
      const collector = await openCollector(() => answer);
      const api = await openApi(collector.url);
      const caseId = await api.opened({ customer: "LC-1", level: 2, text: "refund 500" });
      expect((await api.until(caseId, "resolved")).status).toBe("resolved");
    });
  }

  test("what a collector does not take is counted as lost", async () => {
    const collector = await openCollector(() => 500);
    const api = await openApi(collector.url);
    await api.until(await api.opened({ customer: "LC-1", level: 2, text: "refund 500" }), "resolved");
    await eventually(async () => /purser_spans_total\{result="lost"\} [1-9]/.test(await api.telemetry.readMetrics()));
  });
});
