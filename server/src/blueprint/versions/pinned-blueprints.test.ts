import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashSchema } from "@purser/contract";
import { afterEach, expect, test, vi } from "vitest";
import { cedarPolicyEngine } from "../../policies/cedar/index.ts";
import { isConnected } from "../connections.ts";
import { loadBlueprint } from "../load-blueprint.ts";
import { pinnedBlueprints, type PinnedSources } from "./pinned-blueprints.ts";
import { readBlueprintFiles } from "../reading/read-files.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "purser-pinned-"));
  folders.push(folder);
  return folder;
}

const loadedAt = (directory: string) => loadBlueprint(directory, cedarPolicyEngine);

async function loadedFrom(folder: string) {
  const loaded = await loadedAt(folder);
  if (loaded.kind === "rejected") throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

test("a case goes on under the version that it started with, after another has come into force", async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, "blueprint.yaml"), "name: Before\ncurrency: USD\n");
  const before = await loadedFrom(folder);
  const kept = await readBlueprintFiles(folder);
  await writeFile(join(folder, "blueprint.yaml"), "name: After\ncurrency: USD\n");
  const after = await loadedFrom(folder);
  const pinned = pinnedBlueprints({
    inForce: after,
    read: async (hash) => (hash === before.hash ? kept : null),
    load: (directory) => loadBlueprint(directory, cedarPolicyEngine),
    canRun: async () => true,
    makeFolder,
    log: () => undefined,
  });
  expect((await pinned.of(before.hash))?.settings.name).toBe("Before");
  expect(await pinned.of(after.hash)).toBe(after);
  expect(await pinned.of(hashSchema.parse("0".repeat(64)))).toBeNull();
  expect(await readFile(join(folder, "blueprint.yaml"), "utf8")).toContain("After");
});

test("a version that needs a system which is no longer connected cannot be run", async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, "blueprint.yaml"), "name: Before\ncurrency: USD\n");
  await writeFile(join(folder, "connections.yaml"), "systems: { shop: {}, crm: {} }\n");
  const before = await loadedFrom(folder);
  const kept = await readBlueprintFiles(folder);
  await writeFile(join(folder, "connections.yaml"), "systems: { shop: {} }\n");
  const older = { ...(await loadedFrom(folder)), hash: hashSchema.parse("1".repeat(64)) };
  const pinned = (connected: readonly string[]) =>
    pinnedBlueprints({
      inForce: older,
      read: async () => kept,
      load: (directory) => loadBlueprint(directory, cedarPolicyEngine),
      canRun: (blueprint) => isConnected(blueprint, connected),
      makeFolder,
      log: () => undefined,
    }).of(before.hash);
  expect(await pinned(["shop"])).toBeNull();
  expect((await pinned(["shop", "crm"]))?.hash).toBe(before.hash);
});

test("a version that was loaded to be saved is not loaded again for the cases that go by it", async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, "blueprint.yaml"), "name: Before\ncurrency: USD\n");
  const before = await loadedFrom(folder);
  const files = [{ path: "blueprint.yaml", text: "name: After\ncurrency: USD\n" }];
  const read = vi.fn<() => Promise<null>>(async () => null);
  const load = vi.fn<typeof loadedAt>(loadedAt);
  const pinned = pinnedBlueprints({
    inForce: before,
    read,
    load,
    canRun: async () => true,
    makeFolder,
    log: () => undefined,
  });
  const saved = await pinned.load(files);
  if (saved.kind === "rejected") throw new Error(JSON.stringify(saved.problems));
  expect(await pinned.of(saved.value.hash)).toBe(saved.value);
  expect([read.mock.calls.length, load.mock.calls.length]).toEqual([0, 1]);
});

test("why a version that was kept no longer loads is told the operators once, in codes and places", async () => {
  const folder = await makeFolder();
  await writeFile(join(folder, "blueprint.yaml"), "name: Before\ncurrency: USD\n");
  const inForce = await loadedFrom(folder);
  const log = vi.fn<PinnedSources["log"]>();
  const pinned = pinnedBlueprints({
    inForce,
    read: async () => [{ path: "blueprint.yaml", text: "name: After\ncurrency: gold of Ann\nname: x\n" }],
    load: loadedAt,
    canRun: async () => true,
    makeFolder,
    log,
  });
  const hash = hashSchema.parse("2".repeat(64));
  expect([await pinned.of(hash), await pinned.of(hash)]).toEqual([null, null]);
  expect(log.mock.calls.map(([level, event, { hash: of }]) => [level, event, of])).toEqual([
    ["error", "blueprint.kept-unloadable", hash],
  ]);
  expect(log.mock.calls[0]?.[2]["problems"]).toMatch(/^(?:PUR-\d{4} blueprint\.yaml:\d+:\d+(?:, |$))+$/u);
});
