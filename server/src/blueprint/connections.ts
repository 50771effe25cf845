import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { BlueprintLoad, BlueprintProblem } from "./problem.ts";
import { readYaml } from "./read-yaml.ts";

export const connectionsFile = "connections.yaml";

const connectionSchema = z.strictObject({
  kind: z.literal("http").default("http"),
  /** May name variables of the environment as `${NAME}`. Absent: whoever starts Purser gives the address. */
  url: z.string().min(1).optional(),
});

/** `connections.yaml`: the systems of record by the name that the tools use. */
export const connectionsSchema = z.strictObject({ systems: z.record(z.string(), connectionSchema).default({}) });
export type Connections = z.infer<typeof connectionsSchema>;

/** The addresses that are known, and the systems that have none. */
export type SystemAddresses = { urls: Readonly<Record<string, string>>; unknown: readonly string[] };

/** Reads the connections of a blueprint; one without the file has none. */
export async function loadConnections(directory: string): Promise<BlueprintLoad<Connections>> {
  const text = await readIfPresent(join(directory, connectionsFile));
  return text === null
    ? { kind: "loaded", value: { systems: {} } }
    : readYaml(connectionsFile, text, connectionsSchema);
}

/** Fills in the variables; one that is not set is a problem, and so is what then is no address. */
export function systemAddresses(
  { systems }: Connections,
  variable: (name: string) => string | null,
): BlueprintLoad<SystemAddresses> {
  const urls: Record<string, string> = {};
  const unknown: string[] = [];
  const problems: BlueprintProblem[] = [];
  for (const [name, { url }] of Object.entries(systems)) {
    if (url === undefined) {
      unknown.push(name);
      continue;
    }
    const missing = [...url.matchAll(variablePattern)].flatMap(([, inner = ""]) =>
      variable(inner) === null ? [inner] : [],
    );
    const filled = url.replaceAll(variablePattern, (_, inner: string) => variable(inner) ?? "");
    if (missing.length > 0) problems.push(problemAt(name, `the variable ${missing.join(", ")} is not set`));
    else if (URL.canParse(filled)) urls[name] = filled;
    else problems.push(problemAt(name, "this is no address once its variables are filled in"));
  }
  return problems.length > 0 ? { kind: "rejected", problems } : { kind: "loaded", value: { urls, unknown } };
}

const variablePattern = /\$\{([A-Za-z_]\w*)\}/g;

function problemAt(system: string, message: string): BlueprintProblem {
  return { code: "PUR-2103", path: connectionsFile, line: 1, column: 1, message: `systems.${system}.url: ${message}.` };
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
