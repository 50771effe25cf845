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
 * with, wherever the blueprint lies. With `isFresh` a file that was changed since is read again.
 */
export function createModuleLoader(directory: string, { isFresh }: { isFresh: boolean }): ModuleLoader {
  const virtualModules = { "@purser/contract": contract, "@purser/kit": kit, zod };
  const jiti = createJiti(directory, { virtualModules, moduleCache: !isFresh, fsCache: false });
  return {
    importDefault: (path) => jiti.import<unknown>(path, { default: true }),
    importAll: (path) => jiti.import<unknown>(path),
  };
}
