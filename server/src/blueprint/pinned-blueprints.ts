import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import type { Hash } from "@purser/contract";
import type { Blueprint } from "./blueprint.ts";
import type { BlueprintLoad } from "./problem.ts";
import type { BlueprintFile } from "./read-files.ts";

export type PinnedSources = {
  inForce: Blueprint;
  /** The files of a version that was in force once; null when nobody has kept them. */
  read: (hash: Hash) => Promise<readonly BlueprintFile[] | null>;
  load: (directory: string) => Promise<BlueprintLoad<Blueprint>>;
  /** Whether all is there that a version needs besides its files. */
  canRun: (blueprint: Blueprint) => Promise<boolean>;
  /** Makes a new folder that only this process can write: what lies in it is run. */
  makeFolder: () => Promise<string>;
};

/**
 * The blueprint version that a case started with: the one in force, or an older one, laid out again from the files that
 * the store keeps and loaded once. Null when it was not kept, no longer loads, or needs a system that is gone; a person then finishes the case.
 */
export function pinnedBlueprints(sources: PinnedSources): (hash: Hash) => Promise<Blueprint | null> {
  const versions = new Map<Hash, Promise<Blueprint | null>>([[sources.inForce.hash, Promise.resolve(sources.inForce)]]);
  return (hash) => {
    const known = versions.get(hash) ?? loadKept(hash, sources);
    versions.set(hash, known);
    return known;
  };
}

async function loadKept(hash: Hash, { read, load, canRun, makeFolder }: PinnedSources): Promise<Blueprint | null> {
  const files = await read(hash);
  if (files === null) return null;
  const folder = await makeFolder();
  for (const { path, text } of files) {
    if (normalize(path) !== path || path.startsWith("..")) return null;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const loaded = await load(folder);
  if (loaded.kind === "rejected" || loaded.value.hash !== hash) return null;
  return (await canRun(loaded.value)) ? loaded.value : null;
}
