import { defineLookup } from "@purser/kit";
import { expect, test } from "vitest";
import { z } from "zod";
import { loadProcedures } from "./load-procedures.ts";
import { formatProblem } from "./reading/problem.ts";

const findLoan = defineLookup({
  name: "find_loan",
  title: "Find the loan",
  input: z.strictObject({}),
  output: z.object({ loan: z.object({ id: z.string() }) }),
  gives: ["loan.id"],
  run: async () => ({ kind: "found", result: { loan: { id: "LN-1" } } }),
});
const other = { path: "procedures/ask.md", text: procedure("ask-a-librarian", "") };

function procedure(name: string, more: string): string {
  return `---\nprocedure: ${name}\ngoal: the loan is known\nwhen: [where is my loan]\ndone: loan.id != ""\ntools: [find_loan]\n${more}replies: { done: Found. }\n---\nText.\n`;
}

function load(more: string) {
  const files = [other, { path: "procedures/loan.md", text: procedure("find-a-loan", more) }];
  return loadProcedures(files, new Map([[findLoan.name, findLoan]]), null);
}

const guide = "guide:\n  by: message.trouble\n  gives: loan.works\n  steps: { torn: [Does it hold?] }\n";

test("pinned steps, a guide and what is offered otherwise are read", () => {
  const loaded = load(`steps: [loan.works, find_loan]\notherwise: [ask-a-librarian]\n${guide}`);
  expect(loaded).toMatchObject({ kind: "loaded" });
  if (loaded.kind === "rejected") return;
  expect(loaded.value.get("find-a-loan")?.header).toMatchObject({
    steps: ["loan.works", "find_loan"],
    otherwise: ["ask-a-librarian"],
    guide: { gives: "loan.works" },
  });
});

test("what is read out of her words may be needed by the name that it has", () => {
  const loaded = load("needs: { message.loanId: { from: [message.loanId], ask: Which loan is it? } }\n");
  expect(loaded.kind === "rejected" ? loaded.problems.map(formatProblem) : []).toEqual([]);
});

test.each([
  ["steps: [find_book]\n", "7:9 PUR-2107 find_book is neither"],
  ["steps: [find_loan, loan.works]\n", "7:20 PUR-2107 loan.works is neither"],
  ["steps: [find_loan, loan.id, find_loan]\n", "7:9 PUR-2106 find_loan is pinned twice."],
  ["steps: find_loan\n", "7:8 PUR-2103 steps: "],
  ["otherwise: [ask-the-cat]\n", "7:13 PUR-2107 There is no procedure ask-the-cat."],
  ["otherwise: [find-a-loan]\n", "7:13 PUR-2107 find-a-loan cannot be offered instead of itself."],
  [
    "guide: { by: item.trouble, gives: item.works, steps: { torn: [Does it hold?] } }\n",
    "7:14 PUR-2107 Nothing gives item.trouble",
  ],
  ["guide: { by: message.trouble, gives: item.works, steps: { torn: [] } }\n", "7:65 PUR-2103 guide.steps.torn: "],
])("is refused with file, line and code: %s", (more, problem) => {
  const loaded = load(more);
  const found = loaded.kind === "rejected" ? loaded.problems.map(formatProblem) : [];
  expect(found.filter((each) => each.startsWith(`procedures/loan.md:${problem}`))).toHaveLength(1);
});
