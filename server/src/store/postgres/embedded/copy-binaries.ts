import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, readlink, rename, rm, stat, symlink } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import type { PostgresBinaries } from "./find-binaries.ts";

const partialPrefix = "binaries-partial-";

/**
 * A copy of the binaries that every user may run and only its maker may change; gives its folder.
 *
 * Made once for each version of the package, under another name until it is whole.
 */
export async function copyBinaries(binaries: PostgresBinaries, directory: string): Promise<string> {
  const copy = join(directory, `binaries-${binaries.version}`);
  if (existsSync(copy)) return copy;
  for (const entry of await readdir(directory)) {
    if (entry.startsWith(partialPrefix)) await rm(join(directory, entry), { recursive: true, force: true });
  }
  const partial = join(directory, `${partialPrefix}${randomUUID()}`);
  await copyOpenToAll(binaries.nativeDirectory, partial);
  for (const { source, target } of binaries.missingLinks) {
    await symlink(
      basename(source),
      join(partial, relative(binaries.nativeDirectory, dirname(target)), basename(target)),
    );
  }
  await rename(partial, copy);
  return copy;
}

/** Modes are set, not copied: the originals may have been installed under a umask that leaves others nothing. */
async function copyOpenToAll(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  const entries = await readdir(from, { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const original = join(from, entry.name);
      const copy = join(to, entry.name);
      if (entry.isDirectory()) return copyOpenToAll(original, copy);
      if (entry.isSymbolicLink()) return symlink(await readlink(original), copy);
      await copyFile(original, copy);
      const { mode } = await stat(original);
      await chmod(copy, (mode & 0o100) === 0 ? 0o644 : 0o755);
    }),
  );
}
