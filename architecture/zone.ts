import { unreachable } from "@purser/contract";
import type { EngineRule } from "./order.ts";
import type { ViolationKind } from "./violation.ts";

/** Where in the engine's package a file lies. */
export type Zone =
  | { kind: "entry" }
  | { kind: "environment" }
  | { kind: "engine"; folder: string }
  | { kind: "island"; folder: string; name: string }
  | { kind: "shared"; folder: string }
  | { kind: "command" }
  | { kind: "cargo"; folder: string }
  | { kind: "nowhere"; because: "unknownFolder" | "unknownFile" | "looseIslandFile" };

/** @param path starts at the package's folder. */
export function zoneOf(path: string, rule: EngineRule): Zone {
  const [top, first, second, ...rest] = path.split("/");
  if (top === rule.commands.folder) return { kind: "command" };
  if (top !== undefined && rule.cargo.includes(top)) return { kind: "cargo", folder: top };
  if (top !== "src" || first === undefined) return { kind: "nowhere", because: "unknownFile" };
  if (second === undefined) return zoneOfLooseFile(first, rule);
  if (rule.order.includes(first)) return { kind: "engine", folder: first };
  if (!rule.islands.includes(first)) return { kind: "nowhere", because: "unknownFolder" };
  if (rest.length > 0) return { kind: "island", folder: first, name: second };
  return first in rule.sharing ? { kind: "shared", folder: first } : { kind: "nowhere", because: "looseIslandFile" };
}

function zoneOfLooseFile(name: string, rule: EngineRule): Zone {
  if (name === rule.entry) return { kind: "entry" };
  if (name === rule.environment) return { kind: "environment" };
  return { kind: "nowhere", because: "unknownFile" };
}

/** The rule that an import inside the engine's package breaks, if it breaks one. */
export function judgeZones(from: Zone, to: Zone, rule: EngineRule): ViolationKind | undefined {
  switch (from.kind) {
    case "entry":
    case "nowhere": // reported by itself
      return undefined;
    case "command":
      return isCommandTarget(to, rule) ? undefined : "commandImport";
    case "cargo":
      return to.kind === "cargo" && to.folder === from.folder ? undefined : "cargoImport";
    case "environment":
      return judgeTarget(to) ?? (to.kind === "engine" ? "upwardImport" : undefined);
    case "engine":
      return judgeEngineImport(from.folder, to, rule);
    case "island":
      return isSameIsland(from, to) ? undefined : judgeIslandImport(from.folder, to, rule);
    case "shared":
      return judgeIslandImport(from.folder, to, rule);
    default:
      return unreachable(from);
  }
}

function judgeEngineImport(folder: string, to: Zone, rule: EngineRule): ViolationKind | undefined {
  if (to.kind === "environment" && rule.mayImportEnvironment.includes(folder)) return undefined;
  if (to.kind !== "engine") return judgeTarget(to);
  return rule.order.indexOf(to.folder) < rule.order.indexOf(folder) ? "upwardImport" : undefined;
}

function judgeIslandImport(folder: string, to: Zone, rule: EngineRule): ViolationKind | undefined {
  if (to.kind === "shared" && to.folder === folder) return undefined;
  if (to.kind === "island" || to.kind === "shared") return "siblingIsland";
  if (to.kind !== "engine") return judgeTarget(to);
  return rule.islandsMayImport[folder]?.includes(to.folder) === true ? undefined : "islandImport";
}

function isSameIsland(from: { folder: string; name: string }, to: Zone): boolean {
  return to.kind === "island" && to.folder === from.folder && to.name === from.name;
}

/** What nobody imports but the few that were asked for before. */
function judgeTarget(to: Zone): ViolationKind | undefined {
  switch (to.kind) {
    case "entry":
      return "mainImported";
    case "environment":
      return "environmentImported";
    case "island":
    case "shared":
      return "islandImported";
    case "command":
      return "commandImport";
    case "cargo":
      return "cargoImport";
    case "engine":
    case "nowhere":
      return undefined;
    default:
      return unreachable(to);
  }
}

function isCommandTarget(to: Zone, rule: EngineRule): boolean {
  if (to.kind === "entry") return rule.commands.mayLoad.includes(rule.entry);
  return to.kind === "engine" && rule.commands.mayLoad.includes(to.folder);
}
