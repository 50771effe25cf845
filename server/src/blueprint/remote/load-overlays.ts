import type { ErrorCode } from "@purser/contract";
import type { Tool } from "@purser/kit";
import { type Connections, connectionsFile, connectionsSchema } from "../connections.ts";
import type { BlueprintProblem } from "../reading/problem.ts";
import type { BlueprintFile } from "../reading/read-files.ts";
import { readYaml } from "../reading/read-yaml.ts";
import type { Settings } from "../settings/settings.ts";
import { isOverlayFile, operationsOfOverlay, overlaySchema, writesOfOverlay } from "./overlay.ts";
import { OverlayReader } from "./overlay-reader.ts";
import { readPins } from "./pins.ts";

export type OverlayTool = {
  tool: Tool;
  path: string;
  connection: string;
  kind: "mcp" | "openapi";
  /** The operations that change something: its own and that of its undo. */
  writes: readonly string[];
};

export type OverlaysLoad = {
  /** Each with the overlay file that it stands in. */
  tools: readonly OverlayTool[];
  problems: readonly BlueprintProblem[];
};

/**
 * The tools that overlays make of operations of other servers. Read from the pinned copies, so that loading needs no
 * network. Without settings, which have mistakes of their own then, descriptions are never rendered.
 */
export function loadOverlays(files: readonly BlueprintFile[], settings: Settings | null): OverlaysLoad {
  const overlays = files.filter(({ path }) => isOverlayFile(path));
  const pins = readPins(files);
  if (pins.kind === "rejected") return { tools: [], problems: pins.problems };
  if (overlays.length === 0) return { tools: [], problems: [] };
  const connections = connectionsIn(files);
  const tools: OverlayTool[] = [];
  const problems: BlueprintProblem[] = [];
  for (const { path, text } of overlays) {
    const read = readYaml(path, text, overlaySchema);
    if (read.kind === "rejected") {
      problems.push(...read.problems);
      continue;
    }
    const { connection } = read.value;
    // A mistake in the file of connections is told where it stands.
    const kind = connections?.systems[connection]?.kind;
    if (connections !== null && (kind === undefined || kind === "http")) {
      const message = `${connection} is no MCP server and no OpenAPI document in ${connectionsFile}.`;
      problems.push(problemAt("PUR-2107", path, read.placeOf(["connection"]), message));
      continue;
    }
    const reader = new OverlayReader({
      connection,
      operations: pins.value.get(connection) ?? new Map(),
      takesKeyBeside: kind === "openapi",
      settings,
      report: (code, keys, message) => problems.push(problemAt(code, path, read.placeOf(keys), message)),
    });
    for (const [name, overlay] of Object.entries(read.value.tools)) {
      const tool = reader.read(name, overlay);
      const writes = writesOfOverlay(name, overlay);
      if (tool !== null) tools.push({ tool, path, connection, kind: kind === "openapi" ? kind : "mcp", writes });
    }
  }
  return { tools, problems };
}

/** Which tools of overlays use an operation, by `connection/operation`. Overlays with mistakes are left out: `purser check` tells them. */
export function operationsNamedIn(files: readonly BlueprintFile[]): ReadonlyMap<string, readonly string[]> {
  const named = new Map<string, string[]>();
  for (const { path, text } of files) {
    const read = isOverlayFile(path) ? readYaml(path, text, overlaySchema) : null;
    if (read === null || read.kind === "rejected") continue;
    for (const [tool, overlay] of Object.entries(read.value.tools)) {
      for (const operation of operationsOfOverlay(tool, overlay)) {
        const key = `${read.value.connection}/${operation}`;
        named.set(key, [...(named.get(key) ?? []), tool]);
      }
    }
  }
  return named;
}

/** Null when the file has mistakes; a blueprint without it has no connection. */
function connectionsIn(files: readonly BlueprintFile[]): Connections | null {
  const file = files.find(({ path }) => path === connectionsFile);
  if (file === undefined) return { systems: {} };
  const read = readYaml(file.path, file.text, connectionsSchema);
  return read.kind === "loaded" ? read.value : null;
}

function problemAt(
  code: ErrorCode,
  path: string,
  place: { line: number; column: number },
  message: string,
): BlueprintProblem {
  return { code, path, ...place, message };
}
