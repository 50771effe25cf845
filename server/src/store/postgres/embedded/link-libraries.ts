import { chmod, mkdir, rm, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import type { PostgresBinaries } from "./find-binaries.ts";

/**
 * A folder with the links that the package's install script would have made, had it been allowed to run.
 *
 * Beside the cluster, since node_modules may be read-only; made anew at each start, since node_modules may move.
 */
export async function linkLibraries(binaries: PostgresBinaries, directory: string): Promise<string> {
  const libraries = join(directory, "libraries");
  await rm(libraries, { recursive: true, force: true });
  await mkdir(libraries);
  await chmod(libraries, 0o755);
  for (const { source, target } of binaries.missingLinks) await symlink(source, join(libraries, basename(target)));
  return libraries;
}
