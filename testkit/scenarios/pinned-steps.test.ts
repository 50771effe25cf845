import { afterEach, expect, test } from "vitest";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { simulatedTenant } from "../sim/simulation.ts";
import { converseIn } from "./converse-in.ts";
import { loadFolder, removeLibraries } from "./library.ts";

afterEach(removeLibraries);

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
  const { simulation, caseId } = await converseIn(await loadFolder(files(steps)), "Which book did I borrow?");
  expect((await readCaseNow(caseId, simulation.desk)).row.status).toBe("resolved");
  const log = await simulation.store.readEvents(simulatedTenant, caseId, 0, 100);
  const reads = log.flatMap(({ event }) =>
    event?.kind === "facts.read" ? [event.body.reads.map(({ tool }) => tool)] : [],
  );
  expect(reads).toEqual(expected);
});
