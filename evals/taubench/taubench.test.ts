import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { jsonObjectSchema } from "@purser/contract";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { main } from "./eval-taubench.ts";
import { type Evaluated, evaluateCases, evaluateScripts } from "./evaluate.ts";
import { type LoadedDomain, loadDomain } from "./replay/load-domain.ts";
import { readLines } from "./replay/read-lines.ts";
import { conversationSchema, type Domain, domains } from "./replay/recorded.ts";
import { writeVerdictSchema } from "./replay/write-verdict.ts";
import { score } from "./score.ts";
import { Database } from "./systems/database.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const smoke = join(here, "data/smoke.jsonl.gz");
const folder = mkdtempSync(join(tmpdir(), "purser-taubench-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const loaded = new Map<Domain, LoadedDomain>();
const evaluated = new Map<Domain, Evaluated>();
beforeAll(async () => {
  for (const domain of domains) {
    loaded.set(domain, await loadDomain(domain));
    evaluated.set(domain, await evaluateCases(smoke, domainOf(domain), false));
  }
});

function domainOf(name: Domain): LoadedDomain {
  const domain = loaded.get(name);
  if (domain === undefined) throw new Error(`${name} is not loaded.`);
  return domain;
}

function evaluationOf(name: Domain): Evaluated {
  const evaluation = evaluated.get(name);
  if (evaluation === undefined) throw new Error(`${name} is not evaluated.`);
  return evaluation;
}

describe.each(domains)("of the recorded %s conversations", (name) => {
  test("what must not happen is stopped, and what may is not", () => {
    const { verdicts, labels } = evaluationOf(name);
    const { block, pass, refused, misses } = score(verdicts, labels);
    expect(misses).toEqual([]);
    expect([block, pass, refused].map(({ n, stopped }) => [n > 0, n === stopped])).toEqual([
      [true, true],
      [true, false],
      [true, true],
    ]);
    expect(pass.stopped).toBe(0);
  });

  test("every write has one verdict of the documented form", () => {
    const { verdicts, labels } = evaluationOf(name);
    expect(verdicts.map(({ id, turn }) => `${id} ${turn}`)).toEqual(labels.map(({ id, turn }) => `${id} ${turn}`));
    for (const verdict of verdicts) {
      expect(writeVerdictSchema.parse(verdict)).toEqual(verdict);
      expect("assent" in verdict).toBe(verdict.verdict === "confirm");
    }
  });

  test("the verdicts are the same on a file without labels", async () => {
    const path = join(folder, `${name}-stripped.jsonl`);
    const lines: string[] = [];
    for await (const line of readLines(smoke)) lines.push(JSON.stringify(stripped(JSON.parse(line))));
    writeFileSync(path, lines.join("\n"));
    const { verdicts, labels } = await evaluateCases(path, domainOf(name), false);
    expect(labels).toEqual([]);
    expect(verdicts).toEqual(evaluationOf(name).verdicts);
  });

  test("what is called live is what the allowed writes explain, and nothing else", async () => {
    const { live, verdicts } = await evaluateCases(smoke, domainOf(name), true);
    expect(live?.unexplained).toEqual([]);
    expect(live?.calls).toBeGreaterThan(5);
    const allowed = verdicts.filter(({ verdict, assent }) => verdict === "allow" || assent === true);
    expect(live?.calls).toBeLessThanOrEqual(allowed.length);
  });
});

test("our systems of record do to the data what the recorded ones did", async () => {
  const differences: string[] = [];
  let compared = 0;
  for await (const line of readLines(smoke)) {
    const { generation } = z.object({ generation: z.string() }).parse(JSON.parse(line));
    const conversation = conversationSchema.parse(JSON.parse(line));
    const { collections, operate } = domainOf(conversation.domain);
    const recorded = new Database(collections);
    for (const [index, turn] of conversation.turns.entries()) {
      const result = conversation.turns[index + 1];
      if (turn.role !== "call" || !turn.write || result?.role !== "result") continue;
      const ours = new Database({ ...collections, ...collectionsOf(recorded, collections) });
      const operated = operate(turn.tool, turn.args, ours);
      recorded.apply(turn.effect);
      if (!result.ok || generation === "v1") continue;
      compared += 1;
      if (operated.kind === "done") ours.apply(operated.effects);
      const theirs = new Database(collections);
      theirs.apply(Object.entries(recorded.changes()).map(([id, value]) => ({ path: pathOf(id), value })));
      for (const [id, value] of Object.entries(ours.changes())) {
        const [collection, key] = pathOf(id);
        if (JSON.stringify(sorted(value)) !== JSON.stringify(sorted(theirs.find(collection, key))))
          differences.push(`${conversation.id} turn ${index}: ${id}`);
      }
    }
  }
  expect(compared).toBeGreaterThan(20);
  expect(differences).toEqual([]);
});

test("the two blueprints talk to their systems by the same code", () => {
  const [retail, airline] = domains.map((name) => readFileSync(join(here, name, "tools/system-client.ts"), "utf8"));
  expect(retail).toBe(airline);
});

describe("a script of the authors", () => {
  const exchange = {
    tool: "exchange_delivered_order_items",
    args: {
      order_id: "#W2378156",
      item_ids: ["1151293680"],
      new_item_ids: ["7706410293"],
      payment_method_id: "credit_card_9513926",
    },
    write: true,
  };

  test("is allowed action by action, each on what those before it left", async () => {
    const path = join(folder, "scripts.json");
    const script = { domain: "retail", task_id: "t", customer: "yusuf_rossi_9620", actions: [exchange, exchange] };
    writeFileSync(path, JSON.stringify([script, { ...script, domain: "airline" }]));
    const verdicts = await evaluateScripts(path, domainOf("retail"));
    expect(verdicts.map(({ turn, verdict, isDone }) => [turn, verdict, isDone])).toEqual([
      [0, "confirm", true],
      [1, "deny", false],
    ]);
  });
});

describe("the command", () => {
  const printed: string[] = [];
  beforeAll(() => {
    vi.spyOn(console, "log").mockImplementation((line: unknown) => void printed.push(String(line)));
    vi.spyOn(console, "error").mockImplementation((line: unknown) => void printed.push(String(line)));
  });
  afterAll(() => void vi.restoreAllMocks());

  const run = async (...args: readonly string[]) => {
    printed.length = 0;
    return { code: await main(args), printed: [...printed] };
  };

  test("skips a file that is not there, says so, and ends with the summary", async () => {
    const { code, printed: lines } = await run("--domain", "retail", "--cases", join(folder, "none.jsonl"), "--json");
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^Skipped: there is no file .*none\.jsonl\.$/);
    const none = { n: 0, stopped: 0 };
    expect(JSON.parse(lines.at(-1) ?? "")).toEqual({
      domain: "retail",
      conversations: 0,
      block: none,
      pass: none,
      groundTruth: { n: 0, allowed: 0 },
      misses: [],
    });
  });

  test.each([
    [["--domain", "hotel", "--cases", smoke], /PUR-5010.*no domain hotel/],
    [["--domain", "retail"], /PUR-5010.*Nothing is to be replayed/],
    [["--cases"], /PUR-5010/],
  ])("refuses %j", async (args, message) => {
    const { code, printed: lines } = await run(...args);
    expect(code).toBe(1);
    expect(lines.join("\n")).toMatch(message);
  });

  test("names the line that it cannot read", async () => {
    const path = join(folder, "broken.jsonl");
    writeFileSync(path, '\n{"id":"x","domain":"retail"}\n');
    const { code, printed: lines } = await run("--domain", "retail", "--cases", path);
    expect(code).toBe(1);
    expect(lines.join("\n")).toMatch(/PUR-5011.*broken\.jsonl, line 1/);
  });
});

/** The conversation as somebody would write it who knows nothing of how its writes were judged. */
function stripped(line: unknown): unknown {
  const conversation = z.looseObject({ turns: z.array(z.record(z.string(), z.unknown())) }).parse(line);
  const hidden = new Set(["label", "confirm", "rules", "open", "why"]);
  const turns = conversation.turns.map((turn) =>
    Object.fromEntries(Object.entries(turn).filter(([field]) => !hidden.has(field))),
  );
  return { ...conversation, turns };
}

function collectionsOf(database: Database, collections: LoadedDomain["collections"]): LoadedDomain["collections"] {
  const changed = Object.entries(database.changes()).flatMap(([id, value]) =>
    value === null ? [] : [{ path: pathOf(id), value: jsonObjectSchema.parse(value) }],
  );
  return Object.fromEntries(
    Object.entries(collections).map(([name, records]) => {
      const own = changed.filter(({ path: [collection] }) => collection === name);
      return [name, { ...records, ...Object.fromEntries(own.map(({ path: [, id], value }) => [id, value])) }];
    }),
  );
}

function pathOf(id: string): [string, string] {
  const slash = id.indexOf("/");
  return [id.slice(0, slash), id.slice(slash + 1)];
}

/** Objects by the names of their fields, amounts to the cent. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value === "number") return Math.round(value * 100) / 100;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, field]) => [name, sorted(field)]),
  );
}
