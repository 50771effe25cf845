import { isUndoable, type Tool } from "@purser/kit";
import { z } from "zod";
import type { Connection, Connections } from "../connections.ts";
import { connectionsFile, connectionsSchema, withoutVariables } from "../connections.ts";
import type { PlacedTool } from "../load-tools.ts";
import type { BlueprintProblem } from "../reading/problem.ts";
import type { BlueprintFile } from "../reading/read-files.ts";
import { readYaml } from "../reading/read-yaml.ts";
import { mayBePrivate, whyNotReached } from "../settings/service-address.ts";

/** Sources of facts that are no system of record. */
const ownSources: ReadonlySet<string> = new Set(["host"]);

/** What is wrong in `connections.yaml`, and facts whose declared source is no system that it names. */
export function checkConnections(
  files: readonly BlueprintFile[],
  tools: readonly PlacedTool[],
): readonly BlueprintProblem[] {
  const file = files.find(({ path }) => path === connectionsFile);
  if (file === undefined) return [];
  const read = readYaml(file.path, file.text, connectionsSchema);
  if (read.kind === "rejected") return read.problems;
  return [
    ...Object.entries(read.value.systems).flatMap(([name, connection]) =>
      addressProblems(connection).map(({ field, why }): BlueprintProblem => {
        const key = ["systems", name, ...field];
        return { code: "PUR-3020", path: file.path, ...read.placeOf(key), message: `${key.join(".")}: ${why}.` };
      }),
    ),
    ...Object.entries(read.value.systems).flatMap(([name, { webhooks }]): BlueprintProblem[] => {
      const about = webhooks?.about;
      if (about === undefined || "key" in about) return [];
      const called = tools.find(({ tool }) => tool.name === about.tool)?.tool;
      const why =
        called === undefined
          ? { field: "tool", message: `There is no tool ${about.tool}.` }
          : argumentsOf(called).has(about.argument)
            ? null
            : {
                field: "argument",
                message: `${about.tool} has no argument ${about.argument}; it has ${[...argumentsOf(called)].join(", ")}.`,
              };
      if (why === null) return [];
      const place = read.placeOf(["systems", name, "webhooks", "about", why.field]);
      return [{ code: "PUR-2107", path: file.path, ...place, message: why.message }];
    }),
    ...tools.flatMap((placed) => unknownSources(placed, read.value)),
  ];
}

function argumentsOf({ input }: Tool): ReadonlySet<string> {
  const schema = z.toJSONSchema(input, { io: "input", unrepresentable: "any" });
  return new Set(Object.keys(schema.properties ?? {}));
}

/** The addresses of a connection that would not be reached, as far as the file itself says them. */
function addressProblems(connection: Connection): readonly { field: readonly string[]; why: string }[] {
  const { tokenUrl, issuer } = (connection.kind === "mcp" ? connection.oauth : undefined) ?? {};
  const document =
    connection.kind === "openapi" && /^\w+:\/\//.test(connection.document) ? connection.document : undefined;
  const named: readonly (readonly [readonly string[], string | undefined])[] = [
    [["url"], connection.url],
    [["document"], document],
    [["oauth", "tokenUrl"], tokenUrl],
    [["oauth", "issuer"], issuer],
  ];
  const allowPrivate = mayBePrivate({
    baseUrl: withoutVariables(connection.url ?? "") ?? "",
    allowPrivate: connection.allowPrivate,
  });
  return named.flatMap(([field, address = ""]) => {
    const filled = withoutVariables(address) ?? "";
    const why = filled === "" ? null : whyNotReached(filled, allowPrivate);
    return why === null ? [] : [{ field, why }];
  });
}

function unknownSources({ tool, path }: PlacedTool, { systems }: Connections): readonly BlueprintProblem[] {
  if (tool.kind !== "action") return [];
  const ofUndo = isUndoable(tool.undo) ? tool.undo.sources : {};
  const named = new Set([...Object.values(tool.sources), ...Object.values(ofUndo)]);
  return [...named]
    .filter((source) => !Object.hasOwn(systems, source) && !ownSources.has(source))
    .map((source) => ({
      code: "PUR-2107",
      path,
      line: 1,
      column: 1,
      message: `${tool.name} reads facts from ${source}, which is no system in ${connectionsFile}.`,
    }));
}
