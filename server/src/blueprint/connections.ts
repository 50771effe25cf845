import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PurserError } from "@purser/contract";
import { z } from "zod";
import type { BlueprintLoad, BlueprintProblem } from "./problem.ts";
import { readYaml } from "./read-yaml.ts";

export const connectionsFile = "connections.yaml";

const pathInBodySchema = z
  .string()
  .regex(/^[\w-]+(\.[\w-]+)*$/, "a path is names joined by dots, such as data.reference");

/** How a webhook of the system is read, and how the call that it is about is found. */
const webhookRuleSchema = z.strictObject({
  /** The variable of the environment that holds the secret: `whsec_` and base64, as Standard Webhooks has it. */
  secretFrom: z.string().regex(/^[A-Za-z_]\w*$/, "this is the name of a variable of the environment, never the secret"),
  /** Where the body says what has happened. */
  kind: pathInBodySchema.default("type"),
  about: z.union([
    /** The system tells the idempotency key that it was called with. */
    z.strictObject({ key: pathInBodySchema }),
    /** The system knows no keys: the customer's call of this tool with the value in its argument. */
    z.strictObject({ customer: pathInBodySchema, tool: z.string(), argument: z.string(), value: pathInBodySchema }),
  ]),
});
export type WebhookRule = z.infer<typeof webhookRuleSchema>;

const connectionSchema = z.strictObject({
  kind: z.literal("http").default("http"),
  /**
   * May name variables of the environment: `${NAME}` must be set, `${NAME:-text}` need not. Absent or empty: whoever
   * starts Purser gives the address.
   */
  url: z.string().min(1).optional(),
  webhooks: webhookRuleSchema.optional(),
});

/** Where webhooks of one system come in; without a secret none is believed. */
export type Inlet = { secret: Uint8Array | null; rule: WebhookRule };

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

/** Whether every system that the folder of a blueprint names is among those that can be reached from here. */
export async function isConnected({ directory }: { directory: string }, names: readonly string[]): Promise<boolean> {
  const connections = await loadConnections(directory);
  return connections.kind === "loaded" && Object.keys(connections.value.systems).every((name) => names.includes(name));
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
    const missing = [...url.matchAll(variablePattern)].flatMap(([, inner = "", otherwise]) =>
      variable(inner) === null && otherwise === undefined ? [inner] : [],
    );
    const filled = url.replaceAll(
      variablePattern,
      (_, inner: string, otherwise: string | undefined) => variable(inner) ?? otherwise ?? "",
    );
    if (filled === "" && url.includes(":-")) unknown.push(name);
    else if (missing.length > 0) problems.push(problemAt(name, `the variable ${missing.join(", ")} is not set`));
    else if (URL.canParse(filled)) urls[name] = filled;
    else problems.push(problemAt(name, "this is no address once its variables are filled in"));
  }
  return problems.length > 0 ? { kind: "rejected", problems } : { kind: "loaded", value: { urls, unknown } };
}

/**
 * The inlets of the systems that send webhooks. `given` are the secrets that whoever starts Purser has made, for
 * systems that the environment gives none for. Throws PUR-1011 for a secret that is too short, without its value.
 */
export function inletsOf(
  { systems }: Connections,
  variable: (name: string) => string | null,
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, Inlet> {
  const inlets = new Map<string, Inlet>();
  for (const [name, { webhooks: rule }] of Object.entries(systems)) {
    if (rule === undefined) continue;
    const text = variable(rule.secretFrom) ?? given[name] ?? null;
    const secret = text === null ? null : secretBytes(text);
    if (secret !== null && secret.byteLength < shortestSecretBytes)
      throw new PurserError("PUR-1011", `${rule.secretFrom} holds less than ${shortestSecretBytes} bytes.`);
    inlets.set(name, { secret, rule });
  }
  return inlets;
}

const shortestSecretBytes = 16;

function secretBytes(text: string): Uint8Array {
  const encoded = /^whsec_(.+)$/.exec(text)?.[1];
  return new Uint8Array(encoded === undefined ? Buffer.from(text, "utf8") : Buffer.from(encoded, "base64"));
}

const variablePattern = /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g;

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
