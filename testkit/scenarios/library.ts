import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { loadBlueprint } from "../../server/src/blueprint/load-blueprint.ts";
import { cedarPolicyEngine } from "../../server/src/policies/cedar/index.ts";

const folders: string[] = [];

/** Removes the folders of all libraries that were loaded. */
export async function removeLibraries(): Promise<void> {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
}

const library: Readonly<Record<string, string>> = {
  "blueprint.yaml": "name: Library\ncurrency: EUR\n",
  "procedures/renew-a-loan.md": `---
procedure: renew-a-loan
goal: the book may be kept for three more weeks
when: [can I keep the book longer, please renew my loan, extend my loan for some weeks]
done: loan.state == "renewed"
tools: [find_loan, renew_loan]
replies: { done: "You may keep “{{ loan.title }}” until {{ loan.until | day }}." }
---
A loan is renewed once.
`,
  "guardrails/loans.cedar": `
@id("own-loans") permit (principal, action == Action::"find_loan", resource) when { context.assurance.identity >= 1 };
@id("renew-once") permit (principal, action == Action::"renew_loan", resource) when { context.facts.renewals < 1 };
`,
  "guardrails/loans.test.yaml": `
- name: a second renewal goes to a person
  action: renew_loan
  args: { loanId: LN-1 }
  facts: { renewals: 1 }
  expect: escalate
`,
  "tools/find-loan.ts": `
import { defineLookup } from "@purser/kit";
import { z } from "zod";
export default defineLookup({
  name: "find_loan", title: "Find the loan", input: z.strictObject({}),
  output: z.object({ loan: z.object({ id: z.string(), title: z.string() }) }),
  gives: ["loan.id", "loan.title"],
  run: async () => ({ kind: "found", result: { loan: { id: "LN-1", title: "Momo" } } }),
});
`,
  "tools/renew-loan.ts": `
import { days, defineAction } from "@purser/kit";
import { z } from "zod";
const renewed = new Set<string>();
const done = { loan: { state: "renewed", until: "2026-03-03" } };
export default defineAction({
  name: "renew_loan", title: "Renew the loan", tier: "execute",
  input: z.strictObject({ loanId: z.string() }),
  output: z.object({ loan: z.object({ state: z.string(), until: z.string() }) }),
  needs: { loanId: "loan.id" }, gives: ["loan.state", "loan.until"], promises: { "loan.state": "renewed" },
  factsSchema: z.strictObject({ renewals: z.int() }), sources: { renewals: "library" },
  touches: ({ loanId }) => ({ type: "Loan", id: loanId }),
  readFacts: async () => ({ kind: "read", facts: { renewals: renewed.size } }),
  describe: ({ args }) => "Renew loan " + args.loanId + "?",
  simulate: async () => ({ kind: "cannot-tell", detail: "" }),
  execute: async ({ key }) => { renewed.add(key); return { kind: "done", result: done }; },
  verify: async ({ key }) => (renewed.has(key) ? { kind: "done", result: done } : { kind: "not-done", detail: "" }),
  once: "key", keyLifetimeMs: days(1),
  undo: { kind: "irreversible", because: "A renewal is told to the other readers at once." },
});
`,
};

/** A blueprint of one procedure and two tools. `more` are files beside, or in place of, its own. */
export function loadLibrary(more: Readonly<Record<string, string>> = {}): Promise<Blueprint> {
  return loadFolder({ ...library, ...more });
}

/** The blueprint of these files, in a folder of its own. */
export async function loadFolder(files: Readonly<Record<string, string>>): Promise<Blueprint> {
  const folder = await mkdtemp(join(tmpdir(), "purser-library-"));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const loaded = await loadBlueprint(folder, cedarPolicyEngine);
  if (loaded.kind === "rejected") throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}
