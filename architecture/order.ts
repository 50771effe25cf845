/**
 * The order of the tree as data. `architecture.test.ts` holds it; ARCHITECTURE.md explains it.
 *
 * A new folder is put in its place here, or the test fails.
 */
export type Order = {
  /** By folder of a workspace. */
  packages: Readonly<Record<string, PackageRule>>;
  engine: EngineRule;
  /** Packages from outside that only one folder may import, in tests too; a name that ends in / stands for its scope. */
  confined: readonly { names: readonly string[]; to: string }[];
  computedImports: readonly Exception[];
};

export type PackageRule = {
  /** Folders of the workspaces that it may import, in tests too. */
  mayImport: readonly string[];
  /** Does it run in Node only? Otherwise its sources, tests apart, import no `node:` module. */
  isNodeOnly: boolean;
  outside: OutsidePackages;
};

/** Which packages from outside the repository its sources may import. */
export type OutsidePackages = { kind: "declared" } | { kind: "only"; names: readonly string[] };

export type EngineRule = {
  /** The workspace that has the engine; what follows lies in its `src`. */
  package: string;
  /** A folder imports only folders that stand after it. */
  order: readonly string[];
  /** Folders inside an engine folder that have an order of their own: a room imports only rooms that stand after it. */
  rooms: Readonly<Record<string, readonly string[]>>;
  /** Kinds of plug-ins; each folder below one of these is an island. */
  islands: readonly string[];
  /** Which engine folders the islands of a kind may import; a kind that is not named: none. */
  islandsMayImport: Readonly<Record<string, readonly string[]>>;
  /** Kinds whose islands share files that lie beside them, each with the reason; those files import no island. */
  sharing: Readonly<Record<string, string>>;
  /** Builds everything; the only file that may import every folder. */
  entry: string;
  environment: string;
  mayImportEnvironment: readonly string[];
  /** Folders outside `src` with committed files that load the build, and what they may load. */
  commands: { folder: string; mayLoad: readonly string[] };
  /** Folders outside `src` whose files the server copies or serves as they are. */
  cargo: readonly string[];
  /** No async, no `node:` module, no clock. */
  pure: readonly string[];
  /** No clock: time is given. */
  kernel: readonly string[];
};

/** A file that may import what cannot be known before it runs, and why. */
export type Exception = { file: string; reason: string };

const engineOrder = [
  "cli",
  "http",
  "telemetry",
  "worker",
  "conversations",
  "agent",
  "tools",
  "proofs",
  "blueprint",
  "trace",
  "guardrails",
  "cases",
] as const;

const islands = ["channels", "connectors", "models", "policies", "solvers", "store"] as const;

export const order: Order = {
  packages: {
    contract: { mayImport: [], isNodeOnly: false, outside: { kind: "only", names: ["zod"] } },
    kit: { mayImport: ["contract"], isNodeOnly: true, outside: { kind: "declared" } },
    server: { mayImport: ["contract", "kit"], isNodeOnly: true, outside: { kind: "declared" } },
    console: { mayImport: ["contract"], isNodeOnly: false, outside: { kind: "declared" } },
    widget: { mayImport: ["contract"], isNodeOnly: false, outside: { kind: "declared" } },
    "examples/larkspur": { mayImport: ["contract", "kit"], isNodeOnly: true, outside: { kind: "declared" } },
  },
  engine: {
    package: "server",
    order: engineOrder,
    rooms: { "agent/rules": ["hearing", "pursuing", "asking", "planning", "understanding"] },
    islands,
    islandsMayImport: { store: ["cases"] },
    sharing: {
      store: "every store keeps the same sealed rows, so that an export of one is an export of all",
      connectors: "all calls to the outside go through one guarded way out",
    },
    entry: "main.ts",
    environment: "env.ts",
    mayImportEnvironment: ["cli"],
    commands: { folder: "bin", mayLoad: ["main.ts", "cli"] },
    cargo: ["page", "template", "probe"],
    pure: ["guardrails", "cases"],
    kernel: engineOrder.filter((folder) => !["cli", "http", "telemetry"].includes(folder)),
  },
  confined: [{ names: ["ai", "@ai-sdk/"], to: "server/src/models/ai-sdk/" }],
  computedImports: [
    {
      file: "server/src/models/ai-sdk/language-model.ts",
      reason: "the blueprint names the provider, and its package is installed by whoever wants it",
    },
  ],
};
