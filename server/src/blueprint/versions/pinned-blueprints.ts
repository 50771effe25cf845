import { mkdir, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize } from "node:path";
import type { Hash } from "@purser/contract";
import type { Blueprint } from "../blueprint.ts";
import type { BlueprintLoad, BlueprintProblem } from "../reading/problem.ts";
import type { BlueprintFile } from "../reading/read-files.ts";

export type PinnedSources = {
  inForce: Blueprint;
  /** The files of a version that was in force once; null when nobody has kept them. */
  read: (hash: Hash) => Promise<readonly BlueprintFile[] | null>;
  load: (directory: string) => Promise<BlueprintLoad<Blueprint>>;
  /** Whether all is there that a version needs besides its files. */
  canRun: (blueprint: Blueprint) => Promise<boolean>;
  /** Makes a new folder that only this process can write: what lies in it is run. */
  makeFolder: () => Promise<string>;
  /** Where operators read why a version that was in force once no longer loads. */
  log: (level: "error", event: string, fields: Readonly<Record<string, string>>) => void;
};

export type PinnedBlueprints = {
  /**
   * The blueprint version that a case started with: the one in force, or an older one, laid out again from the files that the
   * store keeps and loaded once. Null when it was not kept, no longer loads, or needs a system that is gone; a person then finishes the case.
   */
  of: (hash: Hash) => Promise<Blueprint | null>;
  /** Loads files that are to be a version; once they are one, it is not loaded again. */
  load: (files: readonly BlueprintFile[]) => Promise<BlueprintLoad<Blueprint>>;
};

export function pinnedBlueprints(sources: PinnedSources): PinnedBlueprints {
  const versions = new Map<Hash, Promise<Blueprint | null>>([[sources.inForce.hash, Promise.resolve(sources.inForce)]]);
  return {
    of: (hash) => {
      const known = versions.get(hash) ?? loadKept(hash, sources);
      versions.set(hash, known);
      return known;
    },
    load: async (files) => {
      const load = await loadFiles(files, sources);
      if (load.kind === "rejected") return load;
      const { value } = load;
      const isRunnable = await sources.canRun(value);
      if (!versions.has(value.hash)) versions.set(value.hash, Promise.resolve(isRunnable ? value : null));
      return load;
    },
  };
}

async function loadKept(hash: Hash, { read, canRun, log, ...places }: PinnedSources): Promise<Blueprint | null> {
  const files = await read(hash);
  if (files === null) return null;
  const loaded = await loadFiles(files, places);
  if (loaded.kind === "rejected") {
    log("error", "blueprint.kept-unloadable", { hash, problems: loaded.problems.map(placeOf).join(", ") });
    return null;
  }
  if (loaded.value.hash !== hash) return null;
  return (await canRun(loaded.value)) ? loaded.value : null;
}

/** Without its message, which may cite what stands in a file. */
function placeOf({ code, path, line, column }: BlueprintProblem): string {
  return `${code} ${path}:${line}:${column}`;
}

/** Loads a blueprint from its files in a new folder, which stays, since what lies in it is run. */
async function loadFiles(
  files: readonly BlueprintFile[],
  { load, makeFolder }: Pick<PinnedSources, "load" | "makeFolder">,
): Promise<BlueprintLoad<Blueprint>> {
  const outside = files.find(({ path }) => !isBelowFolder(path));
  if (outside !== undefined) return { kind: "rejected", problems: [leadsOut(outside.path)] };
  const folder = await makeFolder();
  await writeFiles(files, folder);
  return load(folder);
}

/** @throws Error for a path that leads out of the folder. */
export async function writeFiles(files: readonly BlueprintFile[], folder: string): Promise<void> {
  for (const { path, text } of files) {
    if (!isBelowFolder(path)) throw new Error(leadsOut(path).message);
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

function isBelowFolder(path: string): boolean {
  return normalize(path) === path && !path.startsWith("../..") && !isAbsolute(path);
}

function leadsOut(path: string): BlueprintProblem {
  return { code: "PUR-2121", path, line: 1, column: 1, message: `${path} leads out of the blueprint's folder.` };
}
