import { realpathSync } from "node:fs";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import * as contract from "@purser/contract";
import * as kit from "@purser/kit";
import { createJiti } from "jiti";
import * as zod from "zod";

export type ModuleLoader = {
  /** What the TypeScript file at this path exports: its default export, or an object of all its exports. */
  importDefault: (path: string) => Promise<unknown>;
  importAll: (path: string) => Promise<unknown>;
};

/**
 * Compiled files by the hash of their text: without them every start compiles for seconds. They lie with our own build,
 * where nobody can write who could not change the build itself; where we cannot write either there are none.
 */
const compiledModules = fileURLToPath(new URL("../../dist/.modules", import.meta.url));

/**
 * Loads the TypeScript files of a blueprint as they are written. The kit and zod are the ones that this server runs
 * with, wherever the blueprint lies, and so are further `modules`. A loader reads each file once; with `isFresh` it forgets
 * what earlier ones read.
 */
export function createModuleLoader(
  directory: string,
  { isFresh, modules = {} }: { isFresh: boolean; modules?: Readonly<Record<string, unknown>> },
): ModuleLoader {
  const virtualModules = { "@purser/contract": contract, "@purser/kit": kit, zod, ...modules };
  const jiti = createJiti(directory, { virtualModules, moduleCache: true, fsCache: compiledModules });
  if (isFresh) {
    // A file is known by the path that it was asked for, or by where a link leads.
    const folders = [directory, realpathSync(directory)].map((folder) => folder + sep);
    const known = Object.keys(jiti.cache).filter((path) => folders.some((folder) => path.startsWith(folder)));
    for (const path of known) delete jiti.cache[path];
  }
  return {
    importDefault: (path) => jiti.import<unknown>(path, { default: true }),
    importAll: (path) => jiti.import<unknown>(path),
  };
}
