import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cedarPolicyEngine } from "../policies/cedar/index.ts";
import type { Blueprint } from "./blueprint.ts";
import { type BlueprintLoader, blueprintLoader, loadBlueprint } from "./load-blueprint.ts";

const template = fileURLToPath(new URL("../../template", import.meta.url));

/** One change of each kind of file, and what of the blueprint shows it. */
const changes: readonly Change[] = [
  {
    path: "guardrails/pickup.cedar",
    from: "timesExtended == 0",
    to: "timesExtended <= 0",
    shown: ({ policies }) => policies.textOf("keep-once"),
  },
  {
    path: "guardrails/tiers.yaml",
    from: null,
    to: "extend_pickup: execute\n",
    shown: ({ ownTiers }) => [...ownTiers],
  },
  {
    path: "guardrails/properties.yaml",
    from: "- name: ",
    to: "- name: Surely ",
    shown: ({ properties }) => properties.map(({ name }) => name),
  },
  {
    path: "tools/extend-pickup.ts",
    from: "title: ",
    to: "title: `Surely` + ",
    shown: ({ toolbox }) => toolbox.actions.get("extend_pickup")?.title,
  },
  {
    path: "procedures/keep-my-order.md",
    from: "goal: ",
    to: "goal: surely ",
    shown: ({ procedures }) => procedures.get("keep-my-order")?.header.goal,
  },
  { path: "blueprint.yaml", from: "name: ", to: "name: Surely ", shown: ({ settings }) => settings.name },
  {
    path: "understanding/keep.yaml",
    from: null,
    to: "procedure: keep-my-order\nexamples: [hold on to my books]\n",
    shown: ({ understanding }) => understanding.examples.get("keep-my-order"),
  },
  {
    path: "sensitive.yaml",
    from: null,
    to: "sensitive: { fire: { patterns: [fire], sentence: Please leave the house. } }\n",
    shown: ({ sensitive }) => [...sensitive.topics.keys()],
  },
  {
    path: "replies/hello.md",
    from: null,
    to: "---\ntitle: Hello\n---\nHello.\n",
    shown: ({ replies }) => replies,
  },
  {
    path: "knowledge/hours.md",
    from: null,
    to: "---\ntitle: Hours\nasOf: 2026-01-01\n---\n# Hours\nWe open at nine.\n",
    shown: ({ toolbox }) => [...toolbox.lookups.keys()],
  },
];
type Change = { path: string; from: string | null; to: string; shown: (blueprint: Blueprint) => unknown };

describe("blueprints that are loaded one after another", () => {
  const folders: string[] = [];
  let original = "";
  beforeAll(async () => {
    original = await copyOf(template);
  });
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

  async function copyOf(folder: string): Promise<string> {
    const copy = await mkdtemp(join(tmpdir(), "purser-load-"));
    folders.push(copy);
    await cp(folder, copy, { recursive: true });
    return copy;
  }

  async function changed({ path, from, to }: Pick<Change, "path" | "from" | "to">): Promise<string> {
    const folder = await copyOf(original);
    const file = join(folder, path);
    await cp(join(original, "README.md"), file, { recursive: true });
    await writeFile(file, from === null ? to : (await readFile(join(original, path), "utf8")).replace(from, to));
    return folder;
  }

  it.each(changes)("are each what its own files say: $path", async (change) => {
    const folder = await changed(change);
    const load = blueprintLoader(cedarPolicyEngine);
    const before = await loaded(original, load);
    const after = await loaded(folder, load);
    const alone = await loaded(folder, (directory) => loadBlueprint(directory, cedarPolicyEngine));
    expect(change.shown(after)).not.toEqual(change.shown(before));
    expect(after.hash).toBe(alone.hash);
    for (const { shown } of changes) expect(shown(after)).toEqual(shown(alone));
    const back = await loaded(original, load);
    for (const { shown } of changes) expect(shown(back)).toEqual(shown(before));
  });

  it("have in common what does not rest on a changed guardrail: tools, and what is trained", async () => {
    const load = blueprintLoader(cedarPolicyEngine);
    const before = await loaded(original, load);
    const after = await loaded(
      await changed({ path: "guardrails/pickup.cedar", from: "timesExtended == 0", to: "timesExtended <= 0" }),
      load,
    );
    expect(after.toolbox).toBe(before.toolbox);
    expect(after.understanding).toBe(before.understanding);
    expect(after.sensitive).toBe(before.sensitive);
    expect(after.procedures).toBe(before.procedures);
    expect(after.policies).not.toBe(before.policies);
  });

  it("are judged by the examples of the guardrails though only a guardrail changed", async () => {
    const load = blueprintLoader(cedarPolicyEngine);
    await loaded(original, load);
    const folder = await changed({
      path: "guardrails/pickup.cedar",
      from: "timesExtended == 0",
      to: "timesExtended == 7",
    });
    const rejected = await load(folder);
    expect(rejected).toEqual(await loadBlueprint(folder, cedarPolicyEngine));
    expect(rejected).toMatchObject({ kind: "rejected", problems: [{ code: "PUR-2111" }] });
    // Nothing of it is remembered.
    expect((await loaded(original, load)).policies.textOf("keep-once")).toContain("timesExtended == 0");
  });

  it("do not share what another load at the same time makes", async () => {
    const load = blueprintLoader(cedarPolicyEngine);
    const folder = await changed({ path: "blueprint.yaml", from: "name: ", to: "name: Surely " });
    const [one, other] = await Promise.all([loaded(original, load), loaded(folder, load)]);
    expect(other.settings.name).toBe(`Surely ${one.settings.name}`);
  });
});

async function loaded(directory: string, load: BlueprintLoader): Promise<Blueprint> {
  const read = await load(directory);
  if (read.kind === "rejected") throw new Error(JSON.stringify(read.problems));
  return read.value;
}
