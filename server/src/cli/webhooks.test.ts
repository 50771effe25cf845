import type { ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { caseViewSchema, eventPageSchema } from "@purser/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { ended, startCommand } from "./test-command.ts";

const larkspur = fileURLToPath(new URL("../../../examples/larkspur", import.meta.url));
const lookEveryMs = 200;
const endsWithinMs = 50_000;

let folder: string;
let child: ChildProcess | null = null;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "purser-webhooks-"));
  // Where Postgres may not run as root it runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  if (child !== null && child.exitCode === null) {
    const end = ended(child);
    child.kill("SIGINT");
    await end;
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the example; returns its address and the customer whose parcel held the wrong size. */
async function startExample(): Promise<{ url: string; customer: string }> {
  const started = startCommand(["dev", "--port", "0", "--data", folder], larkspur);
  child = started;
  const output = await new Promise<string>((resolve, reject) => {
    let text = "";
    const add = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.includes("Press Ctrl-C to stop.")) resolve(text);
    };
    started.stdout?.on("data", add);
    started.stderr?.on("data", add);
    started.once("close", () => reject(new Error(`dev ended: ${text}`)));
  });
  const url = /(http:\S+)\/readyz/.exec(output)?.[1] ?? "";
  return { url, customer: /(LC-\d+) .*\(wrongSize\)/.exec(output)?.[1] ?? "" };
}

test(
  "the carrier's webhook has the label looked at as soon as it is ready; without it, as in every demo, it is found later",
  async () => {
    const { url, customer } = await startExample();
    const authorization = `Bearer ${readFileSync(join(folder, "api-key"), "utf8").trim()}`;
    const ask = async <Value>(path: string, schema: z.ZodType<Value>, body?: object): Promise<Value> => {
      const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
      const response = await fetch(`${url}${path}`, { ...sent, headers: { authorization } });
      return schema.parse(await response.json());
    };
    const text = "You sent me the wrong size, please exchange them for the size that I ordered.";
    const opened = { customer, level: 2, text };
    const { caseId } = await ask("/v1/cases", z.object({ caseId: z.string() }), opened);
    const giveUpAt = performance.now() + endsWithinMs;
    let status = "working";
    while (status !== "resolved" && performance.now() < giveUpAt) {
      await delay(lookEveryMs);
      ({ status } = await ask(`/v1/cases/${caseId}`, caseViewSchema));
    }
    expect(status).toBe("resolved");
    const { events } = await ask(`/v1/cases/${caseId}/events?limit=200`, eventPageSchema);
    const kinds = events.map(({ kind }) => kind);
    const signals = events.filter(({ kind }) => kind === "signal.received");
    expect(signals.map(({ body }) => body)).toMatchObject([{ source: "shipping", data: { kind: "label.ready" } }]);
    const signalAt = kinds.indexOf("signal.received");
    const { refersTo } = z.object({ refersTo: z.string() }).parse(events[signalAt]?.body);
    const look = events.slice(signalAt).find(({ kind }) => kind === "call.verified");
    expect(look?.body).toMatchObject({ key: refersTo, finding: { kind: "done" } });
  },
  2 * endsWithinMs,
);
