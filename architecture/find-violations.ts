import { existsSync, readdirSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, posix } from "node:path";
import type { EngineRule, Order, PackageRule } from "./order.ts";
import type { Import } from "./read-source.ts";
import type { Package, SourceFile, Tree } from "./read-tree.ts";
import type { Violation } from "./violation.ts";
import { judgeZones, zoneOf } from "./zone.ts";

/** One file with all that its imports are judged by. */
type Place = { tree: Tree; order: Order; package: Package; rule: PackageRule; file: SourceFile; at: string };

/** Everything that is wrong in the tree, in the order of its packages and files; empty when all rules hold. */
export function findViolations(tree: Tree, order: Order): Violation[] {
  if (tree.packages.length === 0) return [{ kind: "noPackage", at: "package.json", found: "no workspace" }];
  return [
    ...tree.packages.flatMap((each) => judgePackage(tree, order, each)),
    ...judgeEngineFolders(tree, order.engine),
    ...judgeExceptions(tree, order),
  ];
}

function judgePackage(tree: Tree, order: Order, each: Package): Violation[] {
  const rule = order.packages[each.folder];
  if (rule === undefined) return [{ kind: "unknownPackage", at: each.folder, found: "a workspace without a rule" }];
  if (each.files.length === 0) return [{ kind: "noFile", at: each.folder, found: "no source file" }];
  const violations = each.files.flatMap((file) =>
    judgeFile({ tree, order, package: each, rule, file, at: `${each.folder}/${file.path}` }),
  );
  const hasImport = each.files.some(({ source }) => source.kind === "unreadable" || source.imports.length > 0);
  return hasImport ? violations : [...violations, { kind: "noImport", at: each.folder, found: "no import" }];
}

function judgeFile(place: Place): Violation[] {
  const { at, file, order } = place;
  if (file.source.kind === "unreadable") return [{ kind: "unreadable", at, found: file.source.because }];
  const violations = file.source.imports.flatMap((each) => judgeImport(place, each));
  if (file.isTest) return violations;
  if (!place.package.doors.has(file.path)) {
    violations.push(
      ...file.source.reExports.map((found): Violation => ({ kind: "reExport", at, found: `re-exports ${found}` })),
    );
  }
  return place.package.folder === order.engine.package
    ? [...violations, ...judgeZone(place, order.engine)]
    : violations;
}

function judgeImport(place: Place, each: Import): Violation[] {
  const { at, order } = place;
  if (each.kind === "computed") {
    const isListed = order.computedImports.some(({ file }) => file === at);
    return isListed ? [] : [{ kind: "computedImport", at, found: `imports the value of ${each.text}` }];
  }
  return each.target.startsWith(".") ? judgeRelative(place, each.target) : judgeOutside(place, each.target);
}

function judgeRelative({ tree, order, package: from, file, at }: Place, target: string): Violation[] {
  const found = `imports ${target}`;
  const path = posix.join(posix.dirname(file.path), target);
  if (path.startsWith("../")) return [{ kind: "leavesPackage", at, found }];
  const sourcePath = sourceOfBuilt(path);
  if (!isFile(join(tree.root, from.folder, path)) && !hasFile(from, sourcePath)) {
    return [{ kind: "missingTarget", at, found }];
  }
  if (file.isTest) return [];
  if (from.files.some((each) => each.isTest && each.path === path)) return [{ kind: "testImported", at, found }];
  if (from.folder !== order.engine.package) return [];
  const upward = judgeRooms(file.path, sourcePath, order.engine);
  if (upward !== undefined) return [{ kind: upward, at, found }];
  const kind = judgeZones(zoneOf(file.path, order.engine), zoneOf(sourcePath, order.engine), order.engine);
  return kind === undefined ? [] : [{ kind, at, found }];
}

/** An import inside a folder whose rooms have an order. */
function judgeRooms(path: string, target: string, { rooms }: EngineRule): "upwardRoom" | "unknownRoom" | undefined {
  for (const [folder, inOrder] of Object.entries(rooms)) {
    const [from, to] = [path, target].map((each) => roomIn(`src/${folder}/`, each));
    if (from === undefined || to === undefined || from === null || from === to) continue;
    if (!inOrder.includes(from)) return "unknownRoom";
    if (to === null || inOrder.indexOf(to) < inOrder.indexOf(from)) return "upwardRoom";
  }
  return undefined;
}

/** Null for a file beside the rooms, undefined for one elsewhere. */
function roomIn(folder: string, path: string): string | null | undefined {
  if (!path.startsWith(folder)) return undefined;
  const rest = path.slice(folder.length);
  return rest.includes("/") ? rest.slice(0, rest.indexOf("/")) : null;
}

function judgeOutside({ tree, order, package: from, rule, file, at }: Place, target: string): Violation[] {
  const found = `imports ${target}`;
  if (isBuiltin(target)) return file.isTest || rule.isNodeOnly ? [] : [{ kind: "nodeInBrowser", at, found }];
  const name = packageNameOf(target);
  if (name === from.name) return [{ kind: "ownName", at, found }];
  const workspace = tree.packages.find((each) => each.name === name);
  if (workspace !== undefined && !rule.mayImport.includes(workspace.folder)) {
    return [{ kind: "packageOrder", at, found }];
  }
  if (!(file.isTest ? from.testDependencies : from.dependencies).has(name)) {
    return [{ kind: "undeclaredPackage", at, found }];
  }
  const home = order.confined.find(({ names }) =>
    names.some((each) => (each.endsWith("/") ? name.startsWith(each) : name === each)),
  );
  if (home !== undefined && !at.startsWith(home.to)) return [{ kind: "confinedPackage", at, found }];
  if (file.isTest || workspace !== undefined || rule.outside.kind === "declared") return [];
  return rule.outside.names.includes(name) ? [] : [{ kind: "unwantedPackage", at, found }];
}

function judgeZone({ file, at }: Place, rule: EngineRule): Violation[] {
  const zone = zoneOf(file.path, rule);
  if (zone.kind === "nowhere") {
    // An unknown folder is reported once, not for each of its files.
    return zone.because === "unknownFolder" ? [] : [{ kind: zone.because, at, found: "a file out of place" }];
  }
  if (zone.kind !== "engine" || file.source.kind === "unreadable") return [];
  const isPure = rule.pure.includes(zone.folder);
  const isKernel = rule.kernel.includes(zone.folder);
  const impurities = file.source.impurities.flatMap(({ kind, text }): Violation[] => {
    if (kind === "async") return isPure ? [{ kind: "asyncInPure", at, found: text }] : [];
    return isKernel ? [{ kind: "clockInKernel", at, found: text }] : [];
  });
  const builtins = file.source.imports.flatMap((each): Violation[] => {
    if (!isPure || each.kind === "computed" || !isBuiltin(each.target)) return [];
    return [{ kind: "nodeInPure", at, found: `imports ${each.target}` }];
  });
  return [...impurities, ...builtins];
}

/** A folder without a source file is seen on the disk only. */
function judgeEngineFolders(tree: Tree, rule: EngineRule): Violation[] {
  const sources = join(tree.root, rule.package, "src");
  if (!existsSync(sources)) return [{ kind: "noFile", at: `${rule.package}/src`, found: "no such folder" }];
  return readdirSync(sources, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !rule.order.includes(entry.name) && !rule.islands.includes(entry.name))
    .map((entry) => ({
      kind: "unknownFolder",
      at: `${rule.package}/src/${entry.name}`,
      found: "a folder without a place",
    }));
}

function judgeExceptions(tree: Tree, order: Order): Violation[] {
  const withComputed = new Set(
    tree.packages.flatMap((each) =>
      each.files
        .filter(({ source }) => source.kind === "read" && source.imports.some(({ kind }) => kind === "computed"))
        .map(({ path }) => `${each.folder}/${path}`),
    ),
  );
  return order.computedImports
    .filter(({ file }) => !withComputed.has(file))
    .map(({ file }) => ({ kind: "staleException", at: file, found: "no computed import" }));
}

/** A command loads the build, which is not there before the first one: its source stands for it. */
function sourceOfBuilt(path: string): string {
  return path.replace(/^dist\/(.*)\.js$/, "src/$1.ts");
}

function hasFile(from: Package, path: string): boolean {
  return from.files.some((file) => file.path === path);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function packageNameOf(target: string): string {
  const parts = target.split("/");
  return parts.slice(0, target.startsWith("@") ? 2 : 1).join("/");
}
