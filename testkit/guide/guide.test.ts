import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { caseViewSchema, eventPageSchema } from "@purser/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type GuideSession, openGuideSession } from "./guide-session.ts";
import { type DocumentedCommand, commandsOf, whyNotRun } from "./shell-blocks.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const quietWithinMs = 90_000;
const lookEveryMs = 100;
const handingOver = "docs/guide/handing-over.md";

const pages = trackedPages();
let session: GuideSession;
/** Everything is waited for, however slow the machine is. */
const patienceMs = 170_000;
let authorization: string;
beforeAll(async () => {
  session = await openGuideSession();
  authorization = `Bearer ${readFileSync(join(session.folder, ".purser/api-key"), "utf8").trim()}`;
}, patienceMs);
afterAll(() => session.stop());

describe("every command in the documents", () => {
  test(
    "of the first minute runs in its order, and does what the page says",
    async () => {
      let caseId = "";
      let asked = "";
      for (const command of runnable("docs/guide/first-minute.md")) {
        if (isDemo(command)) {
          await expectScenario(command);
          continue;
        }
        if (caseId !== "") asked = await quiet(caseId, asked);
        const { output, code } = await session.run(await filledIn(command, caseId));
        expect(`${command}: ${code} ${output}`).toContain(`${command}: 0 `);
        caseId = /"caseId":"(\w+)"/.exec(output)?.[1] ?? caseId;
      }
      const { status, calls } = await ask(`/v1/cases/${caseId}`, caseViewSchema);
      expect(status).toBe("resolved");
      expect(calls).toHaveLength(1);
    },
    patienceMs,
  );

  test(
    "of handing over runs in its order, from the queue to the agent again",
    async () => {
      const opened = { text: "I want to talk to a person, please." };
      const { caseId } = await ask("/v1/cases", z.object({ caseId: z.string() }), opened);
      await quiet(caseId, "");
      for (const command of runnable(handingOver)) {
        const { output, code } = await session.run(await filledIn(command, caseId));
        expect(`${command}: ${code} ${output}`).toContain(`${command}: 0 `);
      }
      expect((await ask(`/v1/cases/${caseId}`, caseViewSchema)).owner).toEqual({ kind: "agent" });
    },
    patienceMs,
  );

  test(
    "elsewhere runs too, or is on the list of those that are not, with the reason",
    async () => {
      writeGuideBlueprint();
      const rest = pages.filter(({ path }) => path !== "docs/guide/first-minute.md" && path !== handingOver);
      for (const command of rest.flatMap(({ path }) => runnable(path))) {
        if (isDemo(command)) await expectScenario(command);
        else if (/purser (?:serve|worker)\b/.test(command))
          expect(await session.runServer(command)).toContain("Database");
        else expect({ command, ...(await session.run(command)) }).toMatchObject({ command, code: 0 });
      }
    },
    patienceMs,
  );
});

test(
  "the carrier's webhook has the label looked at as soon as it is ready, and the exchange is finished by it",
  async () => {
    const customer = /(LC-\d+) .*\(wrongSize\)/.exec(session.announced)?.[1] ?? "";
    const text = "You sent me the wrong size, please exchange them for the size that I ordered.";
    const { caseId } = await ask("/v1/cases", z.object({ caseId: z.string() }), { customer, level: 2, text });
    await quiet(caseId, "");
    const { events } = await ask(`/v1/cases/${caseId}/events?limit=200`, eventPageSchema);
    const signal = events.findIndex(({ kind }) => kind === "signal.received");
    expect(events[signal]?.body).toMatchObject({ source: "shipping", data: { kind: "label.ready" } });
    const { refersTo } = z.object({ refersTo: z.string() }).parse(events[signal]?.body);
    const look = events.slice(signal).find(({ kind }) => kind === "call.verified");
    expect(look?.body).toMatchObject({ key: refersTo, finding: { kind: "done" } });
    expect((await ask(`/v1/cases/${caseId}`, caseViewSchema)).status).toBe("resolved");
  },
  patienceMs,
);

test(
  "another customer's order and one that never was are told in the same words, and so is an unknown customer",
  async () => {
    const [, other = ""] = /, order (L-\d+) \(pendingOrder\)/.exec(session.announced) ?? [];
    const answers: string[] = [];
    for (const [customer, orderId] of [
      ["LC-2908", other],
      ["LC-2908", "L-00001"],
      ["LC-0000", other],
    ] as const) {
      const text = `my order ${orderId} arrived with a hole in it, I want my money back`;
      const { caseId } = await ask("/v1/cases", z.object({ caseId: z.string() }), { customer, level: 2, text });
      await quiet(caseId, "");
      const { events } = await ask(`/v1/cases/${caseId}/events?limit=200`, eventPageSchema);
      const said = events.flatMap(({ kind, body }) =>
        kind === "message.sent" ? [z.string().parse(body?.["text"])] : [],
      );
      expect(events.map(({ kind }) => kind)).not.toContain("call.started");
      answers.push(said.join("\n").replaceAll(orderId, "ORDER"));
    }
    expect(answers[0]).not.toBe("");
    expect(answers[0]).toBe(answers[1]);
    expect(answers[2]).not.toContain("Moreau");
  },
  patienceMs,
);

async function ask<Value>(path: string, schema: z.core.$ZodType<Value>, body?: object): Promise<Value> {
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${session.url}${path}`, { ...sent, headers: { authorization } });
  return z.parse(schema, await response.json());
}

/** Waits until the case has come to rest at something that it had not said before; returns what it rests at. */
async function quiet(caseId: string, before: string): Promise<string> {
  const giveUpAt = performance.now() + quietWithinMs;
  for (;;) {
    const { status, pauses } = await ask(`/v1/cases/${caseId}`, caseViewSchema);
    const rest = `${status} ${pauses.map(({ pauseId }) => pauseId).join(" ")}`;
    if (status !== "working" && (rest !== before || performance.now() > giveUpAt - quietWithinMs + 1500)) return rest;
    if (performance.now() > giveUpAt) throw new Error(`${caseId} is ${rest}`);
    await delay(lookEveryMs);
  }
}

/** The command with the ids that a reader takes from what was printed before. */
async function filledIn(command: string, caseId: string): Promise<string> {
  if (!/\b(?:PAUSE|CASE|CALL)\b/.test(command)) return command;
  const { pauses, calls } = await ask(`/v1/cases/${caseId}`, caseViewSchema);
  return command
    .replaceAll(/\bCASE\b/g, caseId)
    .replaceAll(/\bPAUSE\b/g, pauses[0]?.pauseId ?? "no-pause")
    .replaceAll(/\bCALL\b/g, calls[0]?.key ?? "no-call");
}

function runnable(path: string): readonly string[] {
  const page = pages.find((each) => each.path === path);
  const commands: readonly DocumentedCommand[] = page === undefined ? [] : commandsOf(path, page.text);
  const run = commands.map(({ command }) => command).filter((command) => whyNotRun(command) === null);
  // A variable lives as long as the terminal: it is set before each command that names it.
  const set = run.filter((command) => /^[A-Z]+=/.test(command));
  return run
    .filter((command) => !set.includes(command))
    .map((command) => [...set.filter((each) => command.includes(`$${each.split("=")[0] ?? ""}`)), command].join("; "));
}

function isDemo(command: string): boolean {
  return /purser demo [a-z]/.test(command);
}

/** A scenario takes a database of its own; here it is enough that there is one of this name. */
async function expectScenario(command: string): Promise<void> {
  const [, name = ""] = /purser demo ([a-z-]+)/.exec(command) ?? [];
  expect((await scenarios()).split("\n").map((line) => line.split(" ")[0])).toContain(name);
}

let listed: string | null = null;
async function scenarios(): Promise<string> {
  listed ??= (await session.run("npx --no-install purser demo")).output;
  return listed;
}

/** The blueprint of "Connect a system" where its commands look for it. */
function writeGuideBlueprint(): void {
  const text = readFileSync(join(root, "docs/guide/connect-a-system.md"), "utf8");
  for (const [, path = "", block = ""] of text.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```/gm)) {
    const file = join(session.folder, "../points-shop", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, block);
  }
}

function trackedPages(): readonly { path: string; text: string }[] {
  const listing = spawnSync("git", ["ls-files", "README.md", "CONTRIBUTING.md", "AGENTS.md", "docs/guide/*.md"], {
    cwd: root,
    encoding: "utf8",
  });
  return listing.stdout
    .trim()
    .split("\n")
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}
