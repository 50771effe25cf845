import { afterEach, expect, test } from "vitest";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { simulatedTenant } from "../sim/simulation.ts";
import { converseIn } from "./converse-in.ts";
import { loadFolder, removeLibraries } from "./library.ts";

afterEach(removeLibraries);

const renewLoan = `
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
const keys = new Map<string, number>();
const result = (weeks: number) => ({ renewal: { state: "renewed", weeks } });
export default defineAction({
  name: "renew_loan", title: "Renew the loan", tier: "execute",
  input: z.strictObject({ loanId: z.string().regex(/^LN-\\d$/), weeks: z.int().max(9) }),
  output: z.object({ renewal: z.object({ state: z.string(), weeks: z.int() }) }),
  needs: { loanId: "loan.id", weeks: "wish.weeks" },
  gives: ["renewal.state", "renewal.weeks"], promises: { "renewal.state": "renewed" },
  factsSchema: z.strictObject({}), sources: {},
  touches: ({ loanId }) => ({ type: "Loan", id: loanId }),
  readFacts: async () => ({ kind: "read", facts: {} }),
  describe: ({ args }) => "Renew loan " + args.loanId + "?",
  simulate: async () => ({ kind: "cannot-tell", detail: "" }),
  execute: async ({ key, args }) => { keys.set(key, args.weeks); return { kind: "done", result: result(args.weeks) }; },
  verify: async ({ key }) => {
    const weeks = keys.get(key);
    return weeks === undefined ? { kind: "not-done", detail: "" } : { kind: "done", result: result(weeks) };
  },
  once: "key", keyLifetimeMs: days(1),
  undo: { kind: "irreversible", because: "It is told to others at once." },
});
`;

const findLoan = `
import { defineLookup } from "@purser/kit";
import { z } from "zod";
export default defineLookup({
  name: "find_loan", title: "Find the loan", input: z.strictObject({}),
  output: z.object({ due: z.object({ on: z.string() }) }), gives: ["due.on"],
  run: async () => ({ kind: "found", result: { due: { on: "2026-03-03" } } }),
});
`;

const files: Readonly<Record<string, string>> = {
  "blueprint.yaml": `
name: Library
currency: EUR
slots:
  loanId: [{ pattern: '\\b(LN-\\d)\\b' }]
  weeks: [{ pattern: '\\b(\\d+) weeks\\b', type: integer }]
`,
  "procedures/renew-a-loan.md": `---
procedure: renew-a-loan
goal: the book may be kept longer
when: [can I keep the book longer, please renew my loan, extend my loan for some weeks]
needs:
  loan.id: { from: [message.loanId], ask: "Which loan is it? Its number begins with LN." }
  wish.weeks: { from: [message.weeks], value: 3 }
done: renewal.state == "renewed"
tools: [renew_loan]
replies: { done: "Loan {{ loan.id }}: {{ renewal.weeks }} weeks." }
---
`,
  "procedures/when-due.md": `---
procedure: when-due
goal: the reader knows until when
when: [when is my book due, until when may I keep it, which day must I bring it back]
done: has(due.on)
tools: [find_loan]
replies: { done: "It is due on {{ due.on }}." }
---
`,
  "guardrails/all.cedar": `@id("all") permit (principal, action, resource);`,
  "tools/renew-loan.ts": renewLoan,
  "tools/find-loan.ts": findLoan,
};

/** A conversation in which each of her messages is answered before the next. */
async function converse(first: string, ...others: readonly string[]) {
  return converseWith(files, first, ...others);
}

async function converseWith(
  blueprintFiles: Readonly<Record<string, string>>,
  first: string,
  ...others: readonly string[]
) {
  const { simulation, caseId, said } = await converseIn(await loadFolder(blueprintFiles), first, ...others);
  const { desk, store, logged } = simulation;
  const { row, state } = await readCaseNow(caseId, desk);
  return {
    said,
    status: row.status,
    owner: state.owner,
    crashes: logged.filter(({ event }) => event === "case.crashed"),
    faults: logged.filter(({ event }) => event === "description.failed"),
    log: (await store.readEvents(simulatedTenant, caseId, 0, 500)).flatMap(({ event }) => event ?? []),
  };
}

test("a number that no tool takes as she wrote it is asked for once more, and the right one goes on", async () => {
  expect(await converse("please renew my loan ln-1", "it is LN-1", "yes")).toMatchObject({
    said: [
      "Which loan is it? Its number begins with LN.",
      "Renew loan LN-1? Shall I go ahead? Please answer yes or no.",
      "Loan LN-1: 3 weeks.",
    ],
    status: "resolved",
    crashes: [],
  });
});

test("what no tool takes and nobody is asked for goes to a person, with the argument that does not fit", async () => {
  const { status, owner, crashes } = await converse("please renew my loan LN-1 for 12 weeks");
  expect({ status, crashes }).toEqual({ status: "handed-off", crashes: [] });
  expect(JSON.stringify(owner)).toContain("weeks from wish.weeks: Too big");
});

test("a slot of whole numbers fills an argument that is one", async () => {
  const { said, status } = await converse("please renew my loan LN-1 for 4 weeks");
  expect({ said, status }).toEqual({ said: ["Loan LN-1: 4 weeks."], status: "resolved" });
});

test("a procedure whose goal is that a fact is there looks it up", async () => {
  const { said, status } = await converse("until when may I keep it?");
  expect({ said, status }).toEqual({ said: ["It is due on 2026-03-03."], status: "resolved" });
});

test.each([
  ["throws", '{ throw new Error("there is no shelf"); }', "there is no shelf"],
  ["says nothing", "undefined", "It answered no text."],
])(
  "a tool whose description %s costs no crash: title and arguments are shown, and the fault is told",
  async (_, body, why) => {
    const described = 'describe: ({ args }) => "Renew loan " + args.loanId + "?"';
    expect(renewLoan).toContain(described);
    const { said, status, crashes, faults, log } = await converseWith(
      { ...files, "tools/renew-loan.ts": renewLoan.replace(described, `describe: () => ${body}`) },
      "please renew my loan ln-1",
      "it is LN-1",
      "yes",
    );
    expect({ said: said.slice(1), status, crashes }).toEqual({
      said: [
        "Renew the loan (loanId: LN-1, weeks: 3)? Shall I go ahead? Please answer yes or no.",
        "Loan LN-1: 3 weeks.",
      ],
      status: "resolved",
      crashes: [],
    });
    expect(faults[0]).toMatchObject({ fields: { tool: "renew_loan", code: "PUR-3013" } });
    const judged = log.flatMap((event) => (event.kind === "proposal.judged" ? [event.body.undescribed] : []));
    expect(judged).toContain(`renew_loan: ${why}`);
  },
);

test.each([
  ["z.strictObject", false],
  ["z.looseObject", true],
])("an argument that a procedure gives and %s does not name: taken is %s", async (made, isTaken) => {
  const path = "procedures/renew-a-loan.md";
  const given = files[path]?.replace("replies:", 'with: { renew_loan: { note: "by mail" } }\nreplies:') ?? "";
  const loaded = loadFolder({
    ...files,
    [path]: given,
    "tools/renew-loan.ts": renewLoan.replace("input: z.strictObject", `input: ${made}`),
  });
  const problem = await loaded.then(
    () => null,
    (error: unknown) => String(error),
  );
  expect(problem).toEqual(isTaken ? null : expect.stringContaining("renew_loan has no argument note"));
});

test.each([
  ["touches", 'touches: () => { throw new Error("there is no shelf"); }'],
  ["counts", 'counts: () => { throw new Error("there is no shelf"); }, touches: () => ({ type: "Loan", id: "1" })'],
])(
  "a tool whose %s throws costs no crash: a person has it with the reason, which she does not read",
  async (part, written) => {
    const touches = 'touches: ({ loanId }) => ({ type: "Loan", id: loanId })';
    expect(renewLoan).toContain(touches);
    const { said, status, owner, crashes } = await converseWith(
      { ...files, "tools/renew-loan.ts": renewLoan.replace(touches, written) },
      "please renew my loan LN-1",
    );
    expect({ status, crashes }).toEqual({ status: "handed-off", crashes: [] });
    expect(said.join(" ")).not.toContain("shelf");
    expect(JSON.stringify(owner)).toContain(`${part} of renew_loan cannot be told: there is no shelf`);
  },
);
