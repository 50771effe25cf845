import { describe, expect, test } from "vitest";
import { apiKeyOf } from "./authenticate.ts";
import { createStatusApi } from "./create-api.ts";
import { startingReadiness } from "./readiness.ts";
import { openApi, type TestApi } from "./testing/test-api.ts";

/** Words that stand in what people wrote or who they are, and must stand nowhere that operators look. */
const canaries = ["canary-name", "canary@example.com", "canary-text", "canary-reason"] as const;

/** The value of a line, by its name and labels as Prometheus has them. */
async function valueOf(api: TestApi, line: string): Promise<number | null> {
  const text = await (await api.ask("GET", "/metrics")).text();
  const found = text.split("\n").find((each) => each.startsWith(`${line} `));
  return found === undefined ? null : Number(found.slice(line.length + 1));
}

describe("metrics", () => {
  test("are for holders of an API key", async () => {
    const api = await openApi();
    expect((await fetch(`${api.url}/metrics`)).status).toBe(401);
    const answer = await api.ask("GET", "/metrics");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("text/plain");
  });

  test("count what was committed, how it went, and what waits", async () => {
    const api = await openApi();
    const small = await api.opened({ customer: "LC-1", level: 2, text: "refund 500" });
    await api.until(small, "resolved");
    const large = await api.opened({ customer: "LC-1", level: 2, text: "refund 15000" });
    await api.until(large, "waiting");
    expect(await valueOf(api, 'purser_cases_opened_total{channel="chat"}')).toBe(2);
    expect(await valueOf(api, 'purser_events_total{kind="case.opened"}')).toBe(2);
    expect(await valueOf(api, 'purser_calls_total{tool="refund_order",outcome="done"}')).toBe(1);
    expect(await valueOf(api, 'purser_findings_total{tool="refund_order",finding="done"}')).toBe(1);
    expect(await valueOf(api, 'purser_cases_ended_total{procedure="unknown",outcome="resolved"}')).toBe(1);
    expect(await valueOf(api, 'purser_resolution_seconds_count{procedure="unknown"}')).toBe(1);
    expect(await valueOf(api, 'purser_appends_total{writer="inlet",result="appended"}')).toBe(2);
    api.clock.advance(6_000);
    expect(await valueOf(api, 'purser_cases{status="resolved"}')).toBe(1);
    expect(await valueOf(api, "purser_workers_alive")).toBe(1);
    expect(await valueOf(api, "purser_backlog_up")).toBe(1);
    expect(await valueOf(api, "nodejs_eventloop_lag_seconds")).not.toBeNull();
    const route = 'purser_http_request_seconds_count{method="POST",route="/v1/cases",status="201"}';
    expect(await valueOf(api, route)).toBe(2);
  });

  test("and the operators' log hold nothing that people wrote, and name each request", async () => {
    const lines: string[] = [];
    const log = (level: string, event: string, fields: object) =>
      lines.push(JSON.stringify({ level, event, ...fields }));
    const api = await openApi({ log });
    const [name, email, text, reason] = canaries;
    const caseId = await api.opened({ customer: name, level: 2, subject: text, text: `${text}: I am ${email}.` });
    await api.until(caseId, "handed-off");
    await api.ask("POST", `/v1/cases/${caseId}/messages`, { text });
    await api.ask("POST", `/v1/cases/${caseId}/close`, { reason });
    await api.ask("POST", `/v1/cases/${caseId}/nonsense-${name}?who=${email}`, { text });
    await api.ask("POST", "/v1/cases", `{"text": "${text}`, { "x-request-id": "req-from-outside" });
    const answer = await api.ask("GET", "/healthz", undefined, { "x-request-id": "not a name\u00e9" });
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    const seen = [...lines, await (await api.ask("GET", "/metrics")).text()].join("\n");
    for (const canary of canaries) expect(seen).not.toContain(canary);
    expect(seen).not.toContain(caseId);
    expect(lines.filter((line) => line.includes('"requestId":"req-from-outside"'))).not.toEqual([]);
  });
});

describe("a worker without an API", () => {
  test("says whether it lives and works, tells holders of a key what it counted, and nothing else", async () => {
    const { telemetry, key } = await openApi();
    const caller = { id: "tm-local", role: "lead", scopes: ["desk"] } as const;
    const status = createStatusApi({
      version: "0.0.0",
      telemetry,
      keys: [apiKeyOf(key, caller)],
      readiness: async () => startingReadiness,
    });
    const ask = async (path: string, headers: Record<string, string> = {}) =>
      status.fetch(new Request(`http://worker.test${path}`, { headers }));
    expect((await ask("/healthz")).status).toBe(200);
    expect((await ask("/readyz")).status).toBe(503);
    expect((await ask("/metrics")).status).toBe(401);
    const metrics = await ask("/metrics", { authorization: `Bearer ${key}` });
    expect(await metrics.text()).toContain("purser_workers_alive");
    expect((await ask("/v1/cases", { authorization: `Bearer ${key}` })).status).toBe(404);
  });
});
