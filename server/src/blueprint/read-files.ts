import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** A file of a blueprint: its path below the folder, with `/`, and its text. */
export type BlueprintFile = { path: string; text: string };

const skipped: ReadonlySet<string> = new Set(["node_modules", "dist", ".purser", "systems", "scenarios"]);
const wanted = /\.(ya?ml|md|cedar|ts|json|html|csv)$/;

/** All text files of a blueprint in the order of their paths. */
export async function readBlueprintFiles(directory: string): Promise<readonly BlueprintFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && wanted.test(entry.name))
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter(
      (path) =>
        !path.split("/").some((part) => skipped.has(part)) &&
        !path.endsWith("package.json") &&
        !path.endsWith("tsconfig.json"),
    )
    .sort();
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(directory, path), "utf8") })));
}
