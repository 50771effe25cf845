import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { CaseEvent, CaseId } from "@purser/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rulesReasoner } from "../../server/src/agent/rules/rules-reasoner.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { formatProblem } from "../../server/src/blueprint/reading/problem.ts";
import { loadBlueprint } from "../../server/src/blueprint/load-blueprint.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { cedarPolicyEngine } from "../../server/src/policies/cedar/index.ts";
import { openSimulation, type Simulation } from "../sim/simulation.ts";
import { opensChat } from "./opens-chat.ts";

const lookup = (name: string, fact: string, text: string): string => `
import { defineLookup } from "@purser/kit";
import { z } from "zod";
export default defineLookup({
  name: "${name}", title: "${name}", input: z.strictObject({}),
  output: z.object({ ${fact}: z.object({ text: z.string() }) }),
  gives: ["${fact}.text"],
  run: async () => ({ kind: "found", result: { ${fact}: { text: "${text}" } } }),
});
`;
const procedure = (name: string, goal: string, fact: string, when: readonly string[], tool: string): string => `---
procedure: ${name}
goal: ${goal}
when:
${when.map((example) => `  - ${example}`).join("\n")}
done: ${fact}.text != ""
tools: [${tool}]
replies: { done: "{{ ${fact}.text }}" }
---
`;

const files: Readonly<Record<string, string>> = {
  "blueprint.yaml": "name: Library\ncurrency: EUR\n",
  "procedures/opening.md": procedure(
    "opening",
    "she knows when the library is open",
    "hours",
    ["when are you open", "until what time is the library open today", "what are the opening hours"],
    "find_hours",
  ),
  "procedures/loan-end.md": procedure(
    "loan-end",
    "she knows until when she may keep her book",
    "loan",
    ["until when can I keep my book", "on what day is my loan due", "when do I have to bring the book back"],
    "find_loan",
  ),
  "procedures/a-person.md": `---
procedure: a-person
goal: a librarian answers
when: [I want to talk to a librarian]
done: "false"
tools: []
replies: { done: "." }
---
`,
  "understanding/a-person.yaml": "procedure: a-person\nmeaning: person\n",
  "guardrails/lookups.cedar": `@id("all") permit (principal, action in [Action::"find_hours", Action::"find_loan"], resource);`,
  "tools/find-hours.ts": lookup("find_hours", "hours", "We are open until six."),
  "tools/find-loan.ts": lookup("find_loan", "loan", "You may keep it until Friday."),
};

let folder: string;
let blueprint: Blueprint;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "purser-requests-"));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const loaded = await loadBlueprint(folder, cedarPolicyEngine);
  if (loaded.kind === "rejected") throw new Error(loaded.problems.map(formatProblem).join("\n"));
  blueprint = loaded.value;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Talk = { say: (text: string) => Promise<void>; heard: () => Promise<string[]>; log: () => Promise<CaseEvent[]> };

/** A customer who writes, waits until nothing moves, and reads. */
async function talk(): Promise<Talk> {
  const simulation = await openSimulation({ seed: 1, blueprint, reasoner: rulesReasoner });
  let caseId: CaseId | null = null;
  let delivery = 0;
  const log = async (): Promise<CaseEvent[]> => {
    if (caseId === null) return [];
    const rows = await simulation.store.readEvents("main", caseId, 0, 200);
    return rows.flatMap(({ event }) => (event === null ? [] : [event]));
  };
  return {
    log,
    heard: async () => (await log()).flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : [])),
    say: async (text) => {
      delivery += 1;
      caseId = await write(simulation, caseId, text, String(delivery));
      const id = caseId;
      const isQuiet = await simulation.runUntil(async () => {
        const understood = (await log()).filter(({ kind }) => kind === "message.understood");
        const { status } = (await readCaseNow(id, simulation.desk)).row;
        return understood.length === delivery && status !== "working";
      });
      expect(isQuiet).toBe(true);
    },
  };
}

async function write({ desk }: Simulation, caseId: CaseId | null, text: string, deliveryId: string): Promise<CaseId> {
  const delivery = { provider: "chat", deliveryId };
  if (caseId === null) return opensChat("READER-1", text, desk, delivery);
  await receiveMessage(caseId, { text, ...delivery }, desk);
  return caseId;
}

describe("the rules reasoner", () => {
  test("pursues several requests of one message in their order and answers them together", async () => {
    const customer = await talk();
    await customer.say("When are you open today? And until when can I keep my book?");
    expect(await customer.heard()).toEqual(["We are open until six.\n\nYou may keep it until Friday."]);
  });

  test.each([
    ["2", "We are open until six."],
    ["the first one please", "You may keep it until Friday."],
    ["no wait, I mean on what day my loan is due", "You may keep it until Friday."],
  ])("asks one question when it is unsure between two, and understands “%s”", async (answer, reply) => {
    const customer = await talk();
    await customer.say("what day is the library due");
    const [question = ""] = await customer.heard();
    expect(question).toMatch(/\(1\) .*keep her book.*\(2\) .*open/);
    await customer.say(answer);
    expect((await customer.heard()).slice(1)).toEqual([reply]);
  });

  test("says what it can do here when nobody here serves the request", async () => {
    const customer = await talk();
    await customer.say("tell me a joke");
    expect(await customer.heard()).toEqual([
      expect.stringMatching(/I am not sure that I can help with that.*loan end; opening/),
    ]);
  });

  test("hands over with what she wants when a person is wanted", async () => {
    const customer = await talk();
    const text = "On what day is my loan due? I want to speak to a human.";
    await customer.say(text);
    const packets = (await customer.log()).flatMap((event) =>
      event.kind === "handoff.made" ? [event.body.packet] : [],
    );
    const wants = `she knows until when she may keep her book; in her words: “${text}”`;
    expect(packets).toMatchObject([{ why: "The customer asked for a person.", wants }]);
  });
});
