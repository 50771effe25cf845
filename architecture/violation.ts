/** What may be wrong with the tree, each with the rule that it breaks. */
export const rules = {
  noPackage: "the workspaces of package.json name at least one folder",
  noFile: "a package has at least one source file: the test must see what it judges",
  noImport: "a package has at least one import: the test must see what it judges",
  unreadable: "a source file can be parsed",
  unknownPackage: "every workspace stands in architecture/order.ts",
  unknownFolder: "every folder of the engine's package stands in architecture/order.ts",
  unknownFile: "only main.ts and env.ts lie beside the engine's folders",
  looseIslandFile: "a plug-in is a folder of its own",
  packageOrder: "contract ← kit ← server, contract ← console, contract ← widget",
  undeclaredPackage: "a package imports only what its package.json names",
  confinedPackage: "some packages from outside are imported by one folder only",
  unwantedPackage: "the outside packages of this one are listed in architecture/order.ts",
  nodeInBrowser: "what a browser loads imports no node: module",
  ownName: "inside a package imports are relative",
  leavesPackage: "across packages imports are by name",
  missingTarget: "a relative import names an existing file, with its extension",
  computedImport: "the target of a dynamic import is a literal, or the file is listed in architecture/order.ts",
  staleException: "an exception in architecture/order.ts is needed",
  reExport: "only a package's index re-exports",
  testImported: "only tests import tests",
  upwardImport: "an engine folder imports only folders below it",
  upwardRoom:
    "a room imports only the rooms that stand after it in architecture/order.ts, and no file beside the rooms",
  unknownRoom: "every room of a folder that has an order stands in architecture/order.ts",
  islandImported: "only main.ts and tests import an island",
  siblingIsland: "an island imports no sibling",
  islandImport: "an island imports contract, kit and (store only) cases",
  mainImported: "main.ts hands on what it builds; nobody imports it",
  environmentImported: "env.ts is imported by main.ts and cli/ only",
  commandImport: "a command loads main.ts or cli/",
  cargoImport: "what the server copies or serves as it is imports nothing of the engine, and nobody imports it",
  asyncInPure: "a pure folder has no async code",
  nodeInPure: "a pure folder imports no node: module",
  clockInKernel: "the kernel is given the time; it does not read a clock",
} as const;

export type ViolationKind = keyof typeof rules;

export type Violation = {
  kind: ViolationKind;
  /** The file or folder, from the root of the tree. */
  at: string;
  /** What was found there: an import, a package, a line of code. */
  found: string;
};

export function describeViolation(violation: Violation): string {
  return `${violation.at}: ${violation.found}. Rule: ${rules[violation.kind]}`;
}
