import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readSource, type Source } from "./read-source.ts";

/** Paths have forward slashes and start at `root`, those of a package's files at the package's folder. */
export type Tree = { root: string; packages: readonly Package[] };

export type Package = {
  folder: string;
  name: string;
  dependencies: ReadonlySet<string>;
  /** What its tests may import: also its own and the root's development dependencies. */
  testDependencies: ReadonlySet<string>;
  /** The source files that its package.json exports: its index files. */
  doors: ReadonlySet<string>;
  files: readonly SourceFile[];
};

export type SourceFile = { path: string; isTest: boolean; source: Source };

const namesSchema = z.record(z.string(), z.unknown()).default({});
const packageSchema = z.object({
  name: z.string(),
  dependencies: namesSchema,
  optionalDependencies: namesSchema,
  peerDependencies: namesSchema,
  devDependencies: namesSchema,
  exports: z.record(z.string(), z.looseObject({ "purser-source": z.string() })).default({}),
});
const rootSchema = z.object({ workspaces: z.array(z.string()), devDependencies: namesSchema });

const skippedFolders = new Set(["node_modules", "dist", "coverage"]);
const sourceFile = /(?<!\.d)\.[cm]?[jt]sx?$/;
/** A test, or what only tests use: `test-case-store.ts`, `store-under-test.ts`. Suites in `src/testing` and `src/vitest` are a product. */
/** Tests, and what only builds a package: none of it is part of the run, so it may use what is only there to develop. */
const testFile =
  /\.test\.[cm]?[jt]sx?$|^vite\.config\.ts$|^(?!src\/(?:testing|vitest)\/)(?:.*\/)?(?:test-[\w-]+|[\w-]+-under-test)\.ts$/;

/** Reads and parses every source file of every workspace below `root`; throws on a package.json that is none. */
export function readTree(root: string): Tree {
  const { workspaces, devDependencies } = rootSchema.parse(readJson(join(root, "package.json")));
  return { root, packages: workspaces.map((folder) => readPackage(root, folder, Object.keys(devDependencies))) };
}

function readPackage(root: string, folder: string, toolNames: readonly string[]): Package {
  const manifest = packageSchema.parse(readJson(join(root, folder, "package.json")));
  const dependencies = [
    ...Object.keys(manifest.dependencies),
    ...Object.keys(manifest.optionalDependencies),
    ...Object.keys(manifest.peerDependencies),
  ];
  return {
    folder,
    name: manifest.name,
    dependencies: new Set(dependencies),
    testDependencies: new Set([...dependencies, ...Object.keys(manifest.devDependencies), ...toolNames]),
    doors: new Set(Object.values(manifest.exports).map(({ "purser-source": source }) => source.replace(/^\.\//, ""))),
    files: listFiles(join(root, folder), "")
      .filter((path) => sourceFile.test(path))
      .map((path) => ({
        path,
        isTest: testFile.test(path),
        source: readSource(path, readFileSync(join(root, folder, path), "utf8")),
      })),
  };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

function listFiles(folder: string, prefix: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isFile()) return [prefix + entry.name];
    if (!entry.isDirectory() || skippedFolders.has(entry.name) || entry.name.startsWith(".")) return [];
    return listFiles(join(folder, entry.name), `${prefix}${entry.name}/`);
  });
}
