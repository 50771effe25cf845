import { statfs } from "node:fs/promises";

/** What an ordinary user may still write on the disk of a folder; null where nobody can tell. */
export async function freeBytesOf(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
