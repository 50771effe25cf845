import type { ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CaseView, caseViewSchema, openedCaseSchema, pauseViewSchema, undoPreviewSchema } from "@purser/contract";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { endCommands, ended, runToEnd, startCommand } from "./test-command.ts";

let folder: string;
const started: ChildProcess[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "purser-init-"));
  // Where Postgres may not run as root it runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
});
afterEach(() => endCommands(started.splice(0)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const runsWithinMs = 120_000;
const readySchema = z.object({ url: z.string(), apiKey: z.string() });

test(
  "init makes a blueprint that checks and resolves a case, from the request to the approval",
  async () => {
    const directory = join(folder, "shop");
    const made = await runToEnd(["init", "shop"], folder);
    expect(made).toMatchObject({ code: 0, stderr: "" });
    expect(made.stdout).toContain("purser dev --blueprint shop");
    const checked = await runToEnd(["check", "--json", "--blueprint", directory], folder);
    expect(JSON.parse(checked.stdout)).toEqual({ blueprint: directory, problems: [] });

    const played = await runToEnd(["demo", "--blueprint", directory], folder);
    expect(played).toMatchObject({ code: 0, stdout: "" });
    expect(played.stderr).toContain("has no scenarios");

    const { open, until, answer, ask } = await startDev(directory);
    const first = await open({ customer: "ada", level: 1, text: "can you keep my order B-1001 a bit longer?" });
    const { calls } = await until(first, "resolved");
    expect(calls).toMatchObject([{ tool: "extend_pickup", state: "done" }]);
    const undo = await ask(`/v1/calls/${calls[0]?.key ?? ""}/undo`, { reason: "A mistake.", dryRun: true });
    expect(undoPreviewSchema.parse(undo)).toMatchObject({ possible: true, verdict: { kind: "approve" } });

    const second = await open({ customer: "ben", level: 1, text: "please hold my books, order b-1002" });
    const { pauses } = await until(second, "waiting");
    expect(pauses).toMatchObject([{ kind: "approve", mayAnswer: { kind: "teammate" } }]);
    await answer(pauses[0]?.pauseId ?? "");
    expect((await until(second, "resolved")).calls).toMatchObject([{ state: "done" }]);

    const third = await open({ customer: "cleo", level: 1, text: "please extend the pickup of my order B-1003" });
    expect((await until(third, "waiting")).calls).toEqual([]);
    expect(JSON.stringify(await ask(`/v1/cases/${third}/events`))).toContain("Somebody else is waiting");
  },
  runsWithinMs,
);

test("init refuses a folder that has something in it, and leaves it as it is", async () => {
  writeFileSync(join(folder, "mine.txt"), "mine");
  const before = readdirSync(folder);
  const refused = await runToEnd(["init"], folder);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("PUR-1021");
  expect(refused.stderr).toContain("mine.txt");
  expect(readdirSync(folder)).toEqual(before);
  const onFile = await runToEnd(["init", "mine.txt", "--json"], folder);
  expect(JSON.parse(onFile.stdout)).toMatchObject({ error: { code: "PUR-1021" } });
  expect(readFileSync(join(folder, "mine.txt"), "utf8")).toBe("mine");
});

test("init works in a folder below one that does not exist yet, and beside a repository's own folder", async () => {
  const deep = await runToEnd(["init", "a/b", "--json"], folder);
  expect(JSON.parse(deep.stdout)).toEqual({ blueprint: join(folder, "a", "b") });
  expect(existsSync(join(folder, "a", "b", ".gitignore"))).toBe(true);
});

async function startDev(directory: string) {
  const child = startCommand(["dev", "--port", "0", "--json", "--blueprint", directory], folder);
  started.push(child);
  const { url, apiKey } = await new Promise<z.infer<typeof readySchema>>((resolve, reject) => {
    void ended(child).then(({ stderr }) => reject(new Error(`dev ended: ${stderr}`)));
    child.stdout?.once("data", (line: Buffer) => resolve(readySchema.parse(JSON.parse(line.toString()))));
  });
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(new URL(path, url), {
      headers: { authorization: `Bearer ${apiKey}` },
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    return response.json();
  };
  return {
    ask,
    open: async (body: object) => openedCaseSchema.parse(await ask("/v1/cases", body)).caseId,
    answer: async (pauseId: string) => {
      const { digest } = pauseViewSchema.parse(await ask(`/v1/pauses/${pauseId}`));
      await ask(`/v1/pauses/${pauseId}/answer`, { digest, decision: "yes" });
    },
    until: async (caseId: string, status: CaseView["status"]): Promise<CaseView> => {
      let view: CaseView | null = null;
      await expect
        .poll(
          async () => {
            view = caseViewSchema.parse(await ask(`/v1/cases/${caseId}`));
            return view.status;
          },
          { timeout: 30_000 },
        )
        .toBe(status);
      return caseViewSchema.parse(view);
    },
  };
}
