import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import { loadBlueprint } from "../../server/src/blueprint/load-blueprint.ts";
import { openCase } from "../../server/src/conversations/open-case.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { cedarPolicyEngine } from "../../server/src/policies/cedar/index.ts";
import { openSimulation } from "../sim/simulation.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const lookup = (name: string, gives: string): string => `
import { defineLookup } from "@purser/kit";
import { z } from "zod";
export default defineLookup({
  name: "${name}", title: "${name}", input: z.strictObject({}),
  output: z.object({ ${gives}: z.object({ id: z.string() }) }), gives: ["${gives}.id"],
  run: async () => ({ kind: "found", result: { ${gives}: { id: "1" } } }),
});
`;

/** Without pins the loan would be found, and the reader and the shelf left alone. */
const files = (steps: string): Readonly<Record<string, string>> => ({
  "blueprint.yaml": "name: Library\ncurrency: EUR\n",
  "procedures/find-a-loan.md": `---
procedure: find-a-loan
goal: the loan is known
when: [where is my loan, which book did I borrow]
done: loan.id != ""
tools: [find_loan, find_shelf, find_reader]
${steps}replies: { done: "Found." }
---
Text.
`,
  "guardrails/all.cedar": `@id("all") permit (principal, action, resource);`,
  "tools/find-loan.ts": lookup("find_loan", "loan"),
  "tools/find-shelf.ts": lookup("find_shelf", "shelf"),
  "tools/find-reader.ts": lookup("find_reader", "reader"),
});

test.each([
  ["", [["find_loan"]]],
  ["steps: [find_shelf, find_loan, find_reader]\n", [["find_shelf"], ["find_loan"], ["find_reader"]]],
  ["steps: [reader.id, find_shelf]\n", [["find_reader"], ["find_shelf"], ["find_loan"]]],
])("with %j the lookups are made one after the other: %j", async (steps, expected) => {
  const folder = await mkdtemp(join(tmpdir(), "purser-pins-"));
  folders.push(folder);
  for (const [path, text] of Object.entries(files(steps))) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const loaded = await loadBlueprint(folder, cedarPolicyEngine);
  if (loaded.kind === "rejected") throw new Error(JSON.stringify(loaded.problems));
  const { desk, store, runUntil } = await openSimulation({
    seed: 1,
    blueprint: loaded.value,
    reasoner: rulesReasoner,
  });
  const { caseId } = await openCase(
    {
      trigger: { kind: "message", name: "chat" },
      channel: "chat",
      customerRef: "READER-1",
      identity: { level: 2, method: "token", expiresAt: null },
      message: { text: "Which book did I borrow?", provider: "chat", deliveryId: "1" },
    },
    desk,
  );
  await runUntil(async () => (await readCaseNow(caseId, desk)).row.status === "resolved");
  const log = await store.readEvents("main", caseId, 0, 100);
  const reads = log.flatMap(({ event }) =>
    event?.kind === "facts.read" ? [event.body.reads.map(({ tool }) => tool)] : [],
  );
  expect(reads).toEqual(expected);
});
