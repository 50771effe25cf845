import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { manifest, writeFiles } from "./architecture/small-tree.ts";

/** Code that a rule refuses (`rule`), or allows (`null`), in a file of its own at that place. */
type Trial = { what: string; at: string; code: string; rule: string | null };

const kernel = "server/src/worker";
const blueprint = "server/src/blueprint";
const pure = "server/src/cases";
const edge = "server/src/http";

const trials: readonly Trial[] = [
  {
    what: "a switch that forgets a kind and hides it behind a default",
    at: edge,
    code: `export type Verdict = { kind: "allow" } | { kind: "deny" };
      export function isAllowed(verdict: Verdict): boolean {
        switch (verdict.kind) { case "allow": return true; default: return false; }
      }`,
    rule: "typescript(switch-exhaustiveness-check)",
  },
  {
    what: "a switch with every kind and a default that takes never",
    at: edge,
    code: `export type Verdict = { kind: "allow" } | { kind: "deny" };
      export function isAllowed(verdict: Verdict): boolean {
        switch (verdict.kind) { case "allow": return true; case "deny": return false; default: return never(verdict); }
      }
      function never(value: never): never { throw new Error(String(value)); }`,
    rule: null,
  },
  {
    what: "a promise that nobody waits for",
    at: edge,
    code: "export async function act(): Promise<void> {} act();",
    rule: "typescript(no-floating-promises)",
  },
  {
    what: "an async function where a plain one is called",
    at: edge,
    code: "export function each(list: string[]): void { list.forEach(async () => {}); }",
    rule: "typescript(no-misused-promises)",
  },
  { what: "any", at: edge, code: "export type Body = any;", rule: "typescript(no-explicit-any)" },
  {
    what: "a parsed value that is believed",
    at: edge,
    code: "export const body: string = JSON.parse('{}');",
    rule: "typescript(no-unsafe-assignment)",
  },
  {
    what: "a parsed value that is unknown",
    at: edge,
    code: "export const body: unknown = JSON.parse('{}');",
    rule: null,
  },
  {
    what: "an exclamation mark",
    at: edge,
    code: "export const first = (list: string[]): string => list.at(0)!;",
    rule: "typescript(no-non-null-assertion)",
  },
  {
    what: "a type assertion",
    at: edge,
    code: "export const order = (body: unknown): string => body as string;",
    rule: "typescript(consistent-type-assertions)",
  },
  { what: "as const", at: edge, code: "export const roles = ['lead'] as const;", rule: null },
  {
    what: "a check switched off by a comment",
    at: edge,
    code: "// @ts-ignore\nexport const order: string = 1;",
    rule: "typescript(ban-ts-comment)",
  },
  {
    what: "a caught error by another name",
    at: edge,
    code: "export function act(): string { try { return 'x'; } catch (problem) { return String(problem); } }",
    rule: "unicorn(catch-error-name)",
  },
  { what: "an abbreviation", at: edge, code: "export const msg = 'hello';", rule: "eslint(id-denylist)" },
  {
    what: "an abbreviated parameter",
    at: edge,
    code: "export const show = (ctx: string): string => ctx;",
    rule: "eslint(id-denylist)",
  },
  {
    what: "a file of 301 lines",
    at: edge,
    code: lines(301, (line) => `export const line${line} = ${line};`),
    rule: "eslint(max-lines)",
  },
  {
    what: "a function of 61 lines",
    at: edge,
    code: `export function count(): void {\n${lines(59, (line) => `console.log(${line});`)}\n}`,
    rule: "eslint(max-lines-per-function)",
  },
  { what: "a barrel file", at: edge, code: 'export * from "zod";', rule: "oxc(no-barrel-file)" },
  { what: "a package's index", at: "kit/src/index.ts", code: 'export * from "zod";', rule: null },
  {
    what: "two files that import each other's types",
    at: edge,
    code: 'import type { Other } from "./other.ts"; export type Mine = Other;',
    rule: "import(no-cycle)",
  },
  {
    what: "the environment outside env.ts",
    at: edge,
    code: "export const port = process.env['PORT'];",
    rule: "node(no-process-env)",
  },
  {
    what: "the environment by way of an import",
    at: edge,
    code: 'import { env } from "node:process"; export const port = env["PORT"];',
    rule: "eslint(no-restricted-imports)",
  },
  {
    what: "the environment in env.ts",
    at: "server/src/env.ts",
    code: "export const port = process.env['PORT'];",
    rule: null,
  },
  {
    what: "a call to the outside that nobody checks",
    at: edge,
    code: "export const answer = (): Promise<Response> => fetch('https://shop.example');",
    rule: "eslint(no-restricted-globals)",
  },
  {
    what: "the command line asking its own server",
    at: "server/src/cli/api-client.ts",
    code: "export const answer = (): Promise<Response> => fetch('http://127.0.0.1:4600');",
    rule: null,
  },
  { what: "the time at the edge", at: edge, code: "export const now = Date.now();", rule: null },
  {
    what: "the time in the kernel",
    at: kernel,
    code: "export const now = Date.now();",
    rule: "eslint(no-restricted-properties)",
  },
  {
    what: "the time in a test of the kernel",
    at: `${kernel}/now.test.ts`,
    code: "export const now = Date.now();",
    rule: null,
  },
  {
    what: "chance in the kernel",
    at: kernel,
    code: "export const { random } = Math;",
    rule: "eslint(no-restricted-properties)",
  },
  {
    what: "random bytes in the kernel",
    at: kernel,
    code: 'import { randomUUID } from "node:crypto"; export const id = randomUUID();',
    rule: "eslint(no-restricted-imports)",
  },
  {
    what: "a hash in the kernel",
    at: kernel,
    code: 'import { createHash } from "node:crypto"; export const hash = createHash("sha256");',
    rule: null,
  },
  {
    what: "a database in the kernel",
    at: kernel,
    code: 'import { Pool } from "pg"; export const pool = new Pool();',
    rule: "eslint(no-restricted-imports)",
  },
  {
    what: "the Model Context Protocol in the kernel",
    at: kernel,
    code: 'import { McpServer } from "@modelcontextprotocol/server"; export const made = McpServer;',
    rule: "eslint(no-restricted-imports)",
  },
  ...["fetch", "setTimeout", "setInterval", "setImmediate", "crypto", "performance", "globalThis.fetch"].map(
    (name): Trial => ({
      what: `${name} in the kernel`,
      at: kernel,
      code: `export const taken = ${name};`,
      rule: "eslint(no-restricted-globals)",
    }),
  ),
  ...["node:net", "node:http", "node:https", "node:fs", "node:fs/promises", "node:timers/promises", "fs"].map(
    (name): Trial => ({
      what: `${name} in the kernel`,
      at: kernel,
      code: `import * as taken from "${name}"; export const list = Object.keys(taken);`,
      rule: "import(no-nodejs-modules)",
    }),
  ),
  {
    what: "files in the blueprint's reader",
    at: blueprint,
    code: 'import { readFileSync } from "node:fs"; export const read = readFileSync;',
    rule: null,
  },
  {
    what: "the network in the blueprint's reader",
    at: blueprint,
    code: 'import { connect } from "node:net"; export const open = connect;',
    rule: "import(no-nodejs-modules)",
  },
  {
    what: "async in a pure folder",
    at: pure,
    code: "export async function decide(): Promise<void> {}",
    rule: "oxc(no-async-await)",
  },
  {
    what: "a module of Node in a pure folder",
    at: pure,
    code: 'import { createHash } from "node:crypto"; export const hash = createHash("sha256");',
    rule: "import(no-nodejs-modules)",
  },
  {
    what: "a test title with the word",
    at: "server/src/http/title.test.ts",
    code: 'import { expect, test } from "vitest"; test("it should answer", () => expect(1).toBe(1));',
    rule: "vitest(valid-title)",
  },
];

const diagnosticsSchema = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) });

describe("the lint rules refuse", () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "purser-lint-")));
  const found = new Map<string, Set<string>>();

  beforeAll(() => {
    copyFileSync(join(import.meta.dirname, ".oxlintrc.json"), join(root, ".oxlintrc.json"));
    writeFiles(root, {
      "tsconfig.json": manifest({
        extends: join(import.meta.dirname, "tsconfig.base.json"),
        compilerOptions: { typeRoots: [join(import.meta.dirname, "node_modules/@types")] },
        include: ["kit", "server"],
      }),
      [`${edge}/other.ts`]: `import type { Mine } from "./${nameOf("two files that import each other's types")}"; export type Other = Mine;`,
      ...Object.fromEntries(trials.map((trial) => [pathOf(trial), trial.code])),
    });
    // It finds its type checker on the path, as `npm run` sets it.
    const tools = join(import.meta.dirname, "node_modules/.bin");
    const env = { ...process.env, PATH: `${tools}${delimiter}${process.env["PATH"] ?? ""}` };
    const run = spawnSync(join(tools, "oxlint"), ["--type-aware", "--format", "json"], {
      cwd: root,
      encoding: "utf8",
      env,
    });
    if (!run.stdout.startsWith("{")) throw new Error(`oxlint has no answer: ${run.stdout}${run.stderr}`);
    for (const { code, filename } of diagnosticsSchema.parse(JSON.parse(run.stdout)).diagnostics) {
      found.set(filename, (found.get(filename) ?? new Set()).add(code));
    }
  });
  afterAll(() => rmSync(root, { recursive: true }));

  for (const trial of trials.filter(({ rule }) => rule !== null)) {
    test(trial.what, () => {
      expect([...(found.get(pathOf(trial)) ?? [])]).toContain(trial.rule);
    });
  }
  for (const trial of trials.filter(({ rule }) => rule === null)) {
    test(`nothing about ${trial.what}`, () => {
      expect([...(found.get(pathOf(trial)) ?? [])]).toEqual([]);
    });
  }
});

function pathOf({ what, at }: Trial): string {
  return at.endsWith(".ts") ? at : `${at}/${nameOf(what)}`;
}

function nameOf(what: string): string {
  return `${what.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.ts`;
}

function lines(count: number, line: (number: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}
