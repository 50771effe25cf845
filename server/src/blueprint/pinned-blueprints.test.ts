import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashSchema } from "@purser/contract";
import { afterEach, expect, test } from "vitest";
import { cedarPolicyEngine } from "../policies/cedar/index.ts";
import { loadBlueprint } from "./load-blueprint.ts";
import { pinnedBlueprints } from "./pinned-blueprints.ts";
import { readBlueprintFiles } from "./read-files.ts";

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "purser-pinned-"));
  folders.push(folder);
  return folder;
}

async function loadedFrom(folder: string) {
  const loaded = await loadBlueprint(folder, cedarPolicyEngine);
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
    makeFolder,
  });
  expect((await pinned(before.hash))?.settings.name).toBe("Before");
  expect(await pinned(after.hash)).toBe(after);
  expect(await pinned(hashSchema.parse("0".repeat(64)))).toBeNull();
  expect(await readFile(join(folder, "blueprint.yaml"), "utf8")).toContain("After");
});
