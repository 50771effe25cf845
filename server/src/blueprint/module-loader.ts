import { realpathSync } from "node:fs";
import { sep } from "node:path";
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
 * Loads the TypeScript files of a blueprint as they are written. The kit and zod are the ones that this server runs
 * with, wherever the blueprint lies. A loader reads each file once; with `isFresh` it forgets what earlier ones read.
 */
export function createModuleLoader(directory: string, { isFresh }: { isFresh: boolean }): ModuleLoader {
  const virtualModules = { "@purser/contract": contract, "@purser/kit": kit, zod };
  const jiti = createJiti(directory, { virtualModules, moduleCache: true, fsCache: false });
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
