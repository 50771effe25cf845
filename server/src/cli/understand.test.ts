import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { ended, startCommand, type Ended, writeTree } from "./test-command.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "purser-understand-"));
  writeTree(folder, {
    "blueprint.yaml": "name: Library\ncurrency: EUR\n",
    "procedures/renew-a-loan.md": `---
procedure: renew-a-loan
goal: the book may be kept for three more weeks
when: [can I keep the book longer, please renew my loan, extend my loan for some weeks]
done: "false"
tools: []
replies: { done: "You may keep it." }
---
`,
    "understanding/people.yaml": "procedure: renew-a-loan\nexamples: [the book is not read to the end yet]\n",
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command as a process of its own, with lines on its standard input and no database anywhere. */
function understandLines(input: string | Buffer, ...options: readonly string[]): Promise<Ended> {
  const child = startCommand(["understand", ...options], folder, {}, "pipe");
  child.stdin?.end(input);
  return ended(child);
}

const answerSchema = z.strictObject({
  id: z.union([z.string(), z.number()]).optional(),
  requests: z.array(z.strictObject({ procedure: z.string(), confidence: z.number(), slots: z.looseObject({}) })),
  alternatives: z.array(z.string()),
  next: z.enum(["act", "ask", "decline", "person"]),
  frustrated: z.boolean(),
  wantsPerson: z.boolean(),
});

describe("purser understand", () => {
  test("answers each line in its order, plain or JSON, with the id that the line had", async () => {
    const lines = [
      "please renew my loan",
      '{"id":"m1","text":"tell me a joke","channel":"sms"}',
      "",
      "I want to talk to a human",
    ];
    const { code, stdout, stderr } = await understandLines(`${lines.join("\n")}\n`, "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const answers = stdout
      .trim()
      .split("\n")
      .map((line) => answerSchema.parse(JSON.parse(line)));
    expect(answers.map(({ id, next, requests }) => [id, next, requests[0]?.procedure])).toEqual([
      [undefined, "act", "renew-a-loan"],
      ["m1", "decline", undefined],
      [undefined, "person", undefined],
    ]);
    expect(answers[2]?.wantsPerson).toBe(true);
  });

  test("tells of a malformed line which one it is and why, and goes on with the others", async () => {
    const { code, stdout, stderr } = await understandLines('{"id": 3\n{"id":"x"}\nplease renew my loan', "--json");
    expect(code).toBe(1);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(stderr).toMatch(/PUR-2001 Line 1 .*no JSON/);
    expect(stderr).toMatch(/PUR-2001 Line 2 .*text/);
  });

  test("survives binary junk and a line that is far too long", async () => {
    const junk = Buffer.concat([
      Buffer.from([0, 255, 254, 7, 10]),
      Buffer.from("x".repeat(200_000)),
      Buffer.from("\nplease renew my loan\n"),
    ]);
    const { stdout, stderr } = await understandLines(junk, "--json");
    expect(stderr).toMatch(/Line 2 .*more than/);
    expect(stdout).toContain("renew-a-loan");
  });

  test("without --json it can be read by people", async () => {
    const { stdout } = await understandLines("please renew my loan\n");
    expect(stdout).toContain("next: act");
    expect(stdout).toContain("the book may be kept for three more weeks");
  });
});
