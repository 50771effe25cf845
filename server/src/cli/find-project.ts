import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { PurserError } from "@purser/contract";
import { z } from "zod";

/** Where a command works: the blueprint's folder, and the directory for keys and the embedded database. */
export type Project = { blueprint: string; data: string };

const manifestSchema = z.object({ purser: z.object({ blueprint: z.string().min(1) }) });

/** Throws PUR-2101 when no blueprint is named and none is found. */
export function findProject(
  given: { blueprint?: string | undefined; data?: string | undefined },
  from: string,
): Project {
  const blueprint = findBlueprint(given.blueprint, from);
  return { blueprint, data: given.data === undefined ? dataOf(blueprint) : resolve(from, given.data) };
}

/** The data directory alone: one that is named needs no blueprint, as agents start programs in any folder. */
export function findData(given: { blueprint?: string | undefined; data?: string | undefined }, from: string): string {
  return given.data === undefined ? findProject(given, from).data : resolve(from, given.data);
}

/** The folder given, else the nearest with a `blueprint.yaml` upward, else the one that a `package.json` upward names. */
export function findBlueprint(given: string | undefined, from: string): string {
  if (given !== undefined) return resolve(from, given);
  const folders = upward(from);
  const nearest = folders.find((folder) => existsSync(join(folder, "blueprint.yaml")));
  if (nearest !== undefined) return nearest;
  const root = folders.find((folder) => namedBlueprint(folder) !== null);
  const named = root === undefined ? null : namedBlueprint(root);
  if (root === undefined || named === null) throw new PurserError("PUR-2101", `Looked from ${from} upward.`);
  return resolve(root, named);
}

/** `.purser` beside the `package.json` that names a blueprint, else in the blueprint's own folder. */
function dataOf(blueprint: string): string {
  const root = upward(blueprint).find((folder) => namedBlueprint(folder) !== null);
  return join(root ?? blueprint, ".purser");
}

function upward(from: string): readonly string[] {
  const parent = dirname(from);
  return parent === from ? [from] : [from, ...upward(parent)];
}

function namedBlueprint(folder: string): string | null {
  const path = join(folder, "package.json");
  if (!existsSync(path)) return null;
  const manifest = manifestSchema.safeParse(readJson(path));
  return manifest.success ? manifest.data.purser.blueprint : null;
}

/** A package.json on the way up that is no JSON is somebody else's business. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}
