import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Paths from the root of a tree, each with the text of its file; `null` removes what the right tree has there. */
export type Files = Readonly<Record<string, string | null>>;

/** A small tree without a fault: one file wherever a rule has something to say. */
const rightTree: Files = {
  "package.json": manifest({ workspaces: ["contract", "kit", "server"], devDependencies: { vitest: "1.0.0" } }),
  "contract/package.json": manifest({
    name: "@purser/contract",
    dependencies: { zod: "1.0.0" },
    exports: { ".": { "purser-source": "./src/index.ts" } },
  }),
  "contract/src/index.ts": 'export * from "./money.ts";',
  "contract/src/money.ts": 'import { z } from "zod"; export const money = z.int();',
  "kit/package.json": manifest({
    name: "@purser/kit",
    dependencies: { "@purser/contract": "0.1.0" },
    exports: { ".": { "purser-source": "./src/index.ts" } },
  }),
  "kit/src/index.ts": 'export type { Money } from "@purser/contract";',
  "server/package.json": manifest({
    name: "@purser/server",
    dependencies: { "@purser/contract": "0.1.0", "@purser/kit": "0.1.0", pg: "1.0.0" },
  }),
  "server/bin/purser.js": 'await import("../dist/main.js");',
  "server/src/main.ts": 'import "./env.ts"; import "./cli/run.ts"; import "./store/memory/index.ts";',
  "server/src/env.ts": "export const environment = 1;",
  "server/src/cli/run.ts": 'import "../env.ts"; import "../worker/loop.ts";',
  "server/src/worker/loop.ts": 'import { decide } from "../cases/decide.ts"; export const loop = async () => decide;',
  "server/src/worker/loop.test.ts":
    'import { test } from "vitest"; import "../store/memory/index.ts"; test("loops", async () => {});',
  "server/src/cases/decide.ts": 'import "@purser/contract"; export const decide = new Date(0);',
  "server/src/store/memory/index.ts":
    'import "../../cases/decide.ts"; import "pg"; import "./rows.ts"; import "../row.ts";',
  "server/src/store/memory/rows.ts": 'import "@purser/kit"; import "node:fs";',
  "server/src/store/row.ts": 'import "../cases/decide.ts"; export const row = 1;',
  "server/src/store/postgres/index.ts": 'import "../../cases/decide.ts";',
};

/** Writes the right tree with `changes` into a new folder, shows it, and takes it away again. */
export function withSmallTree<Result>(changes: Files, look: (root: string) => Result): Result {
  const root = mkdtempSync(join(tmpdir(), "purser-tree-"));
  try {
    writeFiles(root, { ...rightTree, ...changes });
    return look(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Writes files and the folders above them. */
export function writeFiles(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    if (text === null) continue;
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

export function manifest(content: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(content);
}
