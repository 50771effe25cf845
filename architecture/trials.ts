import { type Files, manifest } from "./small-tree.ts";
import type { ViolationKind } from "./violation.ts";

/** Engine files of the small tree that a trial replaces. */
const worker = "server/src/worker/loop.ts";
const pure = "server/src/cases/decide.ts";
const island = "server/src/store/memory/index.ts";

/** A change of the small tree, and the rule that it breaks. */
type Trial = { what: string; expected: ViolationKind; changes: Files };

export const trials: readonly Trial[] = [
  {
    what: "no workspace",
    expected: "noPackage",
    changes: { "package.json": manifest({ workspaces: [] }) },
  },
  {
    what: "a package without a file",
    expected: "noFile",
    changes: { "contract/src/index.ts": null, "contract/src/money.ts": null },
  },
  {
    what: "a package without an import",
    expected: "noImport",
    changes: { "kit/src/index.ts": "export const money = 1;" },
  },
  {
    what: "a file that is no TypeScript",
    expected: "unreadable",
    changes: { [pure]: "export const = ;" },
  },
  {
    what: "a workspace that stands nowhere in the order",
    expected: "unknownPackage",
    changes: {
      "package.json": manifest({ workspaces: ["contract", "kit", "server", "extra"] }),
      "extra/package.json": manifest({ name: "@purser/extra" }),
      "server/src/worker/loop.test.ts": null,
    },
  },
  {
    what: "an engine folder that stands nowhere in the order",
    expected: "unknownFolder",
    changes: { "server/src/toolbox/hammer.ts": "export const hammer = 1;" },
  },
  {
    what: "a loose file beside the engine's folders",
    expected: "unknownFile",
    changes: { "server/src/hammer.ts": "export const hammer = 1;" },
  },
  {
    what: "a loose file beside the islands",
    expected: "looseIslandFile",
    changes: { "server/src/channels/shared.ts": "export const shared = 1;" },
  },
  {
    what: "contract importing kit",
    expected: "packageOrder",
    changes: { "contract/src/money.ts": 'import type { Money } from "@purser/kit"; export type Price = Money;' },
  },
  {
    what: "a test of kit importing the server",
    expected: "packageOrder",
    changes: { "kit/src/kit.test.ts": 'import "@purser/server";' },
  },
  {
    what: "an import of a package that package.json does not name",
    expected: "undeclaredPackage",
    changes: { [worker]: 'import { z } from "zod/v4"; export const loop = z;' },
  },
  {
    what: "a source file importing a tool of the tests",
    expected: "undeclaredPackage",
    changes: { [worker]: 'import "vitest";' },
  },
  {
    what: "an engine folder importing a library of models",
    expected: "confinedPackage",
    changes: {
      "server/package.json": manifest({
        name: "@purser/server",
        dependencies: { "@purser/contract": "0.1.0", "@purser/kit": "0.1.0", pg: "1.0.0", "@ai-sdk/openai": "1.0.0" },
      }),
      [worker]: 'import { createOpenAI } from "@ai-sdk/openai"; export const loop = createOpenAI;',
    },
  },
  {
    what: "contract importing more than zod",
    expected: "unwantedPackage",
    changes: {
      "contract/package.json": manifest({
        name: "@purser/contract",
        dependencies: { zod: "1.0.0", yaml: "1.0.0" },
        exports: { ".": { "purser-source": "./src/index.ts" } },
      }),
      "contract/src/money.ts": 'import "zod"; import "yaml";',
    },
  },
  {
    what: "contract importing a module of Node",
    expected: "nodeInBrowser",
    changes: { "contract/src/money.ts": 'import { readFileSync } from "node:fs"; export const money = readFileSync;' },
  },
  {
    what: "a package importing itself by name",
    expected: "ownName",
    changes: { [worker]: 'import "@purser/server";' },
  },
  {
    what: "a relative import into another package",
    expected: "leavesPackage",
    changes: { [worker]: 'import "../../../contract/src/money.ts";' },
  },
  {
    what: "a relative import without its extension",
    expected: "missingTarget",
    changes: { [worker]: 'import "../cases/decide";' },
  },
  {
    what: "a dynamic import whose target is no literal",
    expected: "computedImport",
    changes: { [worker]: "export const load = (name: string) => import(name);" },
  },
  {
    what: "a file that re-exports and is no package's index",
    expected: "reExport",
    changes: { [worker]: 'import { decide } from "../cases/decide.ts"; export { decide };' },
  },
  {
    what: "an island's index that re-exports",
    expected: "reExport",
    changes: { [island]: 'export * from "./rows.ts";' },
  },
  {
    what: "a source file importing a test",
    expected: "testImported",
    changes: { [worker]: 'import "./loop.test.ts";' },
  },
  {
    what: "a source file importing what only tests use",
    expected: "testImported",
    changes: { "server/src/store/test-rows.ts": 'import "vitest";', [island]: 'import "../test-rows.ts";' },
  },
  {
    what: "an engine folder importing one above it",
    expected: "upwardImport",
    changes: { [pure]: 'import { loop } from "../worker/loop.ts"; export const decide = loop;' },
  },
  {
    what: "an upward import of a type",
    expected: "upwardImport",
    changes: { [pure]: 'import type { Loop } from "../worker/loop.ts"; export type Decide = Loop;' },
  },
  {
    what: "an upward import inside a type",
    expected: "upwardImport",
    changes: { [pure]: 'export type Decide = import("../worker/loop.ts").Loop;' },
  },
  {
    what: "an upward dynamic import",
    expected: "upwardImport",
    changes: {
      "server/src/tools/run.ts": "export const run = () => import(`../worker/loop.ts`);",
    },
  },
  {
    what: "the environment importing the engine",
    expected: "upwardImport",
    changes: { "server/src/env.ts": 'import "./cases/decide.ts";' },
  },
  {
    what: "an engine folder importing an island",
    expected: "islandImported",
    changes: { "server/src/cli/run.ts": 'import "../store/memory/index.ts";' },
  },
  {
    what: "an island importing its sibling",
    expected: "siblingIsland",
    changes: { [island]: 'import "../postgres/index.ts";' },
  },
  {
    what: "what the stores share importing one of them",
    expected: "siblingIsland",
    changes: { "server/src/store/rows.ts": 'import "./memory/index.ts";' },
  },
  {
    what: "an engine folder importing what the stores share",
    expected: "islandImported",
    changes: { "server/src/store/rows.ts": "export const rows = 1;", [worker]: 'import "../store/rows.ts";' },
  },
  {
    what: "an island importing an island of another kind",
    expected: "siblingIsland",
    changes: { "server/src/channels/email/index.ts": 'import "../../store/memory/index.ts";' },
  },
  {
    what: "a channel importing cases",
    expected: "islandImport",
    changes: { "server/src/channels/email/index.ts": 'import "../../cases/decide.ts";' },
  },
  {
    what: "a store importing the worker",
    expected: "islandImport",
    changes: { [island]: 'import "../../worker/loop.ts";' },
  },
  {
    what: "a folder importing main.ts",
    expected: "mainImported",
    changes: { "server/src/cli/run.ts": 'import "../main.ts";' },
  },
  {
    what: "a room importing one that stands before it",
    expected: "upwardRoom",
    changes: {
      "server/src/agent/rules/hearing/hear.ts": "export const hear = 1;",
      "server/src/agent/rules/planning/plan.ts": 'import { hear } from "../hearing/hear.ts"; export const plan = hear;',
    },
  },
  {
    what: "a room without a place",
    expected: "unknownRoom",
    changes: {
      "server/src/agent/rules/planning/plan.ts": "export const plan = 1;",
      "server/src/agent/rules/attic/old.ts": 'import { plan } from "../planning/plan.ts"; export const old = plan;',
    },
  },
  {
    what: "a folder other than cli importing env.ts",
    expected: "environmentImported",
    changes: { [worker]: 'import "../env.ts";' },
  },
  {
    what: "an island importing env.ts",
    expected: "environmentImported",
    changes: { [island]: 'import "../../env.ts";' },
  },
  {
    what: "a command loading an inner folder",
    expected: "commandImport",
    changes: { "server/bin/purser.js": 'await import("../dist/cases/decide.js");' },
  },
  {
    what: "a file that is copied importing the engine",
    expected: "cargoImport",
    changes: { "server/template/tool.ts": 'import "../src/cases/decide.ts";' },
  },
  {
    what: "the engine importing a file that is served",
    expected: "cargoImport",
    changes: { "server/page/page.js": "export {};", "server/src/http/page.ts": 'import "../../page/page.js";' },
  },
  {
    what: "an async function in a pure folder",
    expected: "asyncInPure",
    changes: { [pure]: "export const decide = { async now() { return 1; } };" },
  },
  {
    what: "a promise in a pure folder",
    expected: "asyncInPure",
    changes: { [pure]: "export const decide = () => Promise.resolve(1);" },
  },
  {
    what: "a module of Node in a pure folder",
    expected: "nodeInPure",
    changes: { "server/src/guardrails/judge.ts": 'import { createHash } from "node:crypto"; createHash("sha256");' },
  },
  {
    what: "a clock read in the kernel",
    expected: "clockInKernel",
    changes: { [worker]: "export const now = new Date();" },
  },
];
