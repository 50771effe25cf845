import { readdir, readFile, realpath } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { BlueprintProblem } from "./problem.ts";
import { readByNothing } from "./read-by-nothing.ts";

/** A file of a blueprint: its path below the folder, with `/`, and its text. */
export type BlueprintFile = { path: string; text: string };

export type FilesRead = { files: readonly BlueprintFile[]; problems: readonly BlueprintProblem[] };

const skipped: ReadonlySet<string> = new Set([
  "node_modules",
  "dist",
  ".purser",
  "systems",
  "scenarios",
  "conformance",
]);
const wanted = /\.(ya?ml|md|cedar|ts|json|html|csv)$/;

/** Where a link without one of these endings could stand for a folder of ours; elsewhere, as in a data folder, it is not. */
const ownFolders = /^(?:procedures|guardrails|tools|knowledge|understanding|evals|replies)(?:\/|$)/;

/** All text files of a blueprint in the order of their paths. */
export async function readBlueprintFiles(directory: string): Promise<readonly BlueprintFile[]> {
  return (await readFolder(directory)).files;
}

/**
 * All text files of a blueprint, and what cannot be one: a file that is no text, one that is meant to be a part of it and that
 * nothing reads, and a link, which could lead out of the folder or change without it. A version of a blueprint is exactly the files in
 * its folder.
 */
export async function readFolder(directory: string): Promise<FilesRead> {
  const entries = await readdir(await realpath(directory), { recursive: true, withFileTypes: true });
  const root = await realpath(directory);
  const found = entries
    .map((entry) => ({ entry, path: relative(root, join(entry.parentPath, entry.name)).split(sep).join("/") }))
    .filter(({ path }) => isPartOf(path))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const links = found.filter(
    ({ entry, path }) => entry.isSymbolicLink() && (wanted.test(path) || ownFolders.test(path)),
  );
  const files = found.filter(({ entry }) => entry.isFile());
  const readings = await Promise.all(
    files
      .filter(({ path }) => wanted.test(path))
      .map(async ({ path }) => ({ path, text: textOf(await readFile(join(root, path))) })),
  );
  const textsByPath = new Map(readings.map(({ path, text }) => [path, text]));
  return {
    files: readings.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }])),
    problems: [
      ...files.flatMap(({ path }) => readByNothing(path, textsByPath.get(path) ?? null)),
      ...links.map(({ path }) => problemOf(path, "This is a link; put the file itself here.")),
      ...readings.flatMap(({ path, text }) =>
        text === null ? [problemOf(path, "This is no text in UTF-8; save it as one, or remove it.")] : [],
      ),
    ],
  };
}

function isPartOf(path: string): boolean {
  return (
    !path.split("/").some((part) => skipped.has(part)) &&
    !path.endsWith("package.json") &&
    !path.endsWith("tsconfig.json")
  );
}

/** Null for bytes that are no UTF-8, or that hold a NUL, which no text has. */
function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    // Without the mark that some editors put before a text: nobody sees it, and nothing begins with it.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function problemOf(path: string, message: string): BlueprintProblem {
  return { code: "PUR-2121", path, line: 1, column: 1, message };
}
