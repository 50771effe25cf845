import { expect, test } from "vitest";
import { openApi } from "../testing/test-api.ts";

test("the page is served to everybody, with a policy that lets nothing run but its own script", async () => {
  const api = await openApi();
  for (const [path, type] of [
    ["/", "text/html"],
    ["/page.css", "text/css"],
    ["/api.js", "text/javascript"],
    ["/dom.js", "text/javascript"],
    ["/queue.js", "text/javascript"],
    ["/page.js", "text/javascript"],
  ] as const) {
    const response = await fetch(new URL(path, api.url));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain(type);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
    expect(policy).not.toContain("unsafe");
    const text = await response.text();
    expect(text).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|<script>|\son\w+="|style="/);
    expect(text).not.toContain("pur_");
  }
});

test("cases are streamed, the page of them first, and each again when it changes", async () => {
  const api = await openApi();
  const first = await api.opened({ text: "hello" });
  await api.until(first, "waiting");
  const response = await api.ask("GET", "/v1/cases", undefined, { accept: "text/event-stream" });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = "";
  const until = async (text: string): Promise<void> => {
    while (!seen.includes(text)) {
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) throw new Error("The stream has ended.");
      seen += chunk.value;
    }
  };
  await until(first);
  const second = await api.opened({ text: "hello" });
  await until(second);
  await api.ask("POST", `/v1/cases/${first}/close`, { reason: "Done." });
  await until('"status":"closed"');
  expect(seen.slice(seen.indexOf('"status":"closed"') - 100)).toContain(first);
  await reader?.cancel();
});

test("cases are streamed to nobody without a key", async () => {
  const { url } = await openApi();
  const response = await fetch(new URL("/v1/cases", url), { headers: { accept: "text/event-stream" } });
  expect(response.status).toBe(401);
});
