import { afterAll, beforeAll, expect, test } from "vitest";
import { readEnvironment } from "../../env.ts";
import { leadKey, openTestApi, type TestApi } from "../../http/testing/test-api.ts";
import { runtime } from "../../main.ts";
import { runCommand } from "../run-command.ts";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.stop());

/** Runs a command in this process against the server of the test; its lines, or its error. */
async function purser(...args: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const surroundings = {
    ...runtime,
    get environment() {
      return readEnvironment({ PURSER_URL: api.url, PURSER_API_KEY: leadKey });
    },
  };
  const add = (line: string): void => void lines.push(line);
  const code = await runCommand(args, surroundings, { print: add, note: add });
  return `${code}\n${lines.join("\n")}`;
}

test("a teammate works a case from the queue to the agent again by the command line", async () => {
  const caseId = await api.opened({ customer: "LC-1", level: 2, text: "I am a journalist and would like a comment." });
  await api.until(caseId, "handed-off");
  expect(await purser("queue")).toMatch(new RegExp(`^0\\ncase.*\\n${caseId} +default +nobody's .* press: `));
  expect(await purser("cases", "show", caseId)).toContain("it waits in the queue default");
  expect(await purser("cases", "reply", caseId, "Hello")).toContain("1\nPUR-2162");
  const taken = await purser("queue", "--take");
  expect(taken).toContain(`You have ${caseId}.\nWhy: The customer wrote of what a person must answer: press.`);
  expect(taken).toContain("Wants: in her words: “I am a journalist and would like a comment.”");
  expect(taken).toContain("Promised:\n  - A colleague answers her here.");
  expect(await purser("queue", "--teammate", "tm-local")).toContain("tm-local has it");
  expect(await purser("cases", "reply", caseId, "Hello, this is Ada.")).toBe("0\nShe reads it.");
  expect(await purser("cases", "propose", caseId, "refund_order", "--args", "[]")).toContain("2\n");
  const wish = JSON.stringify({ orderId: "L-1", amountMinor: 100 });
  expect(await purser("cases", "propose", caseId, "refund_order", "--args", wish)).toContain("0\nProposed;");
  expect(await purser("cases", "release", caseId, "--note", "My shift ends.")).toBe("0\nIt waits in its queue.");
  expect(await purser("cases", "assign", caseId, "nobody")).toBe("0\nIt is nobody's to take.");
  expect(await purser("cases", "take", caseId)).toBe("0\nIt is yours.");
  expect(await purser("cases", "return", caseId, "--note", "Settled.")).toBe("0\nThe agent has it again.");
  expect(await purser("queue")).toBe("0\nNo case is with people.");
  expect(await purser("why", caseId)).toContain("The note: Settled.");
});
