import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { systemCodeOf } from "./system-code-of.ts";
import type { ServiceUser } from "./find-service-user.ts";

/**
 * The first part of an absolute path, from the root down, that the user may not enter (or execute, for a file);
 * null when all is open.
 *
 * Parts that do not exist yet count as open: we make them, and make them so. Only the mode bits are read, not access
 * control lists: a path that only a list opens is taken for closed, which costs a copy and breaks nothing.
 */
export async function findClosedPath(path: string, user: ServiceUser): Promise<string | null> {
  for (const part of fromRootDown(path)) {
    try {
      const { mode, uid, gid } = await stat(part);
      const executeBit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      if ((mode & executeBit) === 0) return part;
    } catch (error) {
      if (systemCodeOf(error) === "ENOENT") return null;
      throw error;
    }
  }
  return null;
}

function fromRootDown(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...fromRootDown(parent), path];
}
