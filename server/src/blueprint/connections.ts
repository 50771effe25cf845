import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PurserError, unreachable } from "@purser/contract";
import { z } from "zod";
import { durationSchema } from "./settings/duration.ts";
import type { BlueprintLoad, BlueprintProblem } from "./reading/problem.ts";
import { readYaml } from "./reading/read-yaml.ts";
import { isOnThisMachine, whyNotReached } from "./settings/service-address.ts";

export const connectionsFile = "connections.yaml";

/** Where a report of a system of record has something. */
export const pathInBodySchema = z
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

/** A name under which `purser secrets set` keeps a value. */
const secretNameSchema = z
  .string()
  .regex(
    /^[A-Za-z][\w.-]{0,63}$/,
    "a secret's name is letters, digits, dot, dash and underscore, and begins with a letter",
  );

/** Text that may name variables of the environment, or a secret that is read when it is used. */
const settingSchema = z.union([
  z.string(),
  z.strictObject({ secret: secretNameSchema, prefix: z.string().default("") }),
]);
export type Setting = z.infer<typeof settingSchema>;

const everyConnection = {
  webhooks: webhookRuleSchema.optional(),
  /** Whether it may be on this machine or in the operator's own network, and without TLS. */
  allowPrivate: z.boolean().default(false),
  /** Sent with every request. */
  headers: z.record(z.string().regex(/^[\w-]+$/, "this is no name of a header"), settingSchema).default({}),
};

/**
 * May name variables of the environment: `${NAME}` must be set, `${NAME:-text}` need not. Absent or empty: whoever
 * starts Purser gives the address.
 */
const addressSchema = z.string().min(1);

const httpSchema = z.strictObject({ kind: z.literal("http"), url: addressSchema.optional(), ...everyConnection });

/**
 * Access tokens by client credentials. Where neither address is given the server's own metadata are asked, and believed
 * as far as they stay at its origin.
 */
const clientCredentialsSchema = z
  .strictObject({
    clientId: z.string().min(1),
    clientSecret: z.strictObject({ secret: secretNameSchema, prefix: z.string().default("") }),
    scope: z.string().min(1).optional(),
    tokenUrl: addressSchema.optional(),
    issuer: addressSchema.optional(),
  })
  .refine(({ tokenUrl, issuer }) => tokenUrl === undefined || issuer === undefined, {
    message: "oauth has a tokenUrl or an issuer, not both",
  });

const mcpSchema = z
  .strictObject({
    kind: z.literal("mcp"),
    /** Of a server that is reached by streamable HTTP. */
    url: addressSchema.optional(),
    /** The program and its arguments, of a server that Purser starts itself and talks to over its standard input. */
    command: z.array(z.string().min(1)).min(1).optional(),
    /** For the program; of Purser's own environment it gets only what every program needs. */
    environment: z.record(z.string().regex(/^[A-Za-z_]\w*$/), settingSchema).default({}),
    timeout: durationSchema.optional(),
    oauth: clientCredentialsSchema.optional(),
    ...everyConnection,
  })
  .refine(({ url, command }) => (url === undefined) !== (command === undefined), {
    message: "an MCP server has either a url or a command",
  })
  .refine(({ command, oauth }) => command === undefined || oauth === undefined, {
    message: "oauth is for a server that has a url",
  });

const openApiSchema = z.strictObject({
  kind: z.literal("openapi"),
  /** The document: a file of the blueprint, in JSON or YAML, or an https address. */
  document: z.string().min(1),
  /** Where paths begin; else the first of the document's servers. */
  url: addressSchema.optional(),
  timeout: durationSchema.optional(),
  ...everyConnection,
});

const connectionSchema = z.preprocess(
  (value) => (typeof value === "object" && value !== null && !("kind" in value) ? { ...value, kind: "http" } : value),
  z.discriminatedUnion("kind", [httpSchema, mcpSchema, openApiSchema]),
);
export type Connection = z.infer<typeof connectionSchema>;

/** Where webhooks of one system come in; without a secret none is believed. */
export type Inlet = { secret: Uint8Array | null; rule: WebhookRule };

/** `connections.yaml`: the systems of record by the name that the tools use. */
export const connectionsSchema = z.strictObject({ systems: z.record(z.string(), connectionSchema).default({}) });
export type Connections = z.infer<typeof connectionsSchema>;

/** A connection whose variables are filled in; secrets are named and not known. */
export type ReadyConnection =
  | { kind: "http"; url: string; allowPrivate: boolean; headers: Settings }
  | { kind: "mcp"; way: McpWay; timeoutMs: number | null }
  | {
      kind: "openapi";
      /** A path below the blueprint, or an address. */
      document: string;
      url: string | null;
      allowPrivate: boolean;
      headers: Settings;
      timeoutMs: number | null;
    };
export type McpWay =
  | { kind: "http"; url: string; allowPrivate: boolean; headers: Settings; oauth: OauthWay | null }
  | { kind: "stdio"; command: readonly string[]; environment: Settings };
type OauthWay = {
  clientId: string;
  clientSecret: Setting;
  scope: string | null;
  at: { kind: "token-url"; url: string } | { kind: "issuer"; url: string } | null;
};
type Settings = Readonly<Record<string, Setting>>;

/** The connections that can be made, and the systems that nobody gave an address for. */
export type ReadyConnections = {
  ready: Readonly<Record<string, ReadyConnection>>;
  unknown: readonly string[];
};

/** Reads the connections of a blueprint; one without the file has none. */
export async function loadConnections(directory: string): Promise<BlueprintLoad<Connections>> {
  const text = await readIfPresent(join(directory, connectionsFile));
  return text === null
    ? { kind: "loaded", value: { systems: {} } }
    : readYaml(connectionsFile, text, connectionsSchema);
}

/** What one connection names and whoever runs Purser gives: where its address comes from, and its secrets. */
export function namedByConnection(connection: Connection): {
  addressFrom: readonly string[];
  secrets: readonly string[];
} {
  const settings = [
    ...Object.values(connection.headers),
    ...(connection.kind === "mcp" ? Object.values(connection.environment) : []),
    ...(connection.kind === "mcp" && connection.oauth !== undefined ? [connection.oauth.clientSecret] : []),
  ];
  return {
    addressFrom: [...(connection.url ?? "").matchAll(variablePattern)].map(([, name = ""]) => name),
    secrets: settings.flatMap((setting) => (typeof setting === "string" ? [] : [setting.secret])),
  };
}

/** Whether every system that the folder of a blueprint names is among those that can be reached from here. */
export async function isConnected({ directory }: { directory: string }, names: readonly string[]): Promise<boolean> {
  const connections = await loadConnections(directory);
  return connections.kind === "loaded" && Object.keys(connections.value.systems).every((name) => names.includes(name));
}

/** Fills in the variables; one that is not set is a problem, and so is what then is no address. */
export function readyConnections(
  { systems }: Connections,
  variable: (name: string) => string | null,
): BlueprintLoad<ReadyConnections> {
  const ready: Record<string, ReadyConnection> = {};
  const unknown: string[] = [];
  const problems: BlueprintProblem[] = [];
  for (const [name, connection] of Object.entries(systems)) {
    const filler = new Filler(name, variable);
    const made = readyConnection(connection, filler);
    problems.push(...filler.problems);
    if (made === null) unknown.push(name);
    else ready[name] = made;
  }
  return problems.length > 0 ? { kind: "rejected", problems } : { kind: "loaded", value: { ready, unknown } };
}

/** Null when it has no address. */
function readyConnection(connection: Connection, filler: Filler): ReadyConnection | null {
  const allowPrivate = connection.allowPrivate || (connection.url !== undefined && filler.isHere(connection.url));
  const url = connection.url === undefined ? null : filler.address("url", connection.url, allowPrivate);
  const headers = filler.settings("headers", connection.headers);
  switch (connection.kind) {
    case "http":
      return url === null ? null : { kind: "http", url, allowPrivate, headers };
    case "mcp": {
      const timeoutMs = connection.timeout ?? null;
      const environment = filler.settings("environment", connection.environment);
      if (connection.command !== undefined) {
        const command = connection.command.map((text) => filler.fill("command", text));
        return { kind: "mcp", way: { kind: "stdio", command, environment }, timeoutMs };
      }
      const oauth = connection.oauth === undefined ? null : oauthWay(connection.oauth, allowPrivate, filler);
      return url === null ? null : { kind: "mcp", way: { kind: "http", url, allowPrivate, headers, oauth }, timeoutMs };
    }
    case "openapi": {
      const document = filler.fill("document", connection.document);
      const isRemote = /^https?:/.test(document);
      if (isRemote) filler.address("document", document, allowPrivate);
      return { kind: "openapi", document, url, allowPrivate, headers, timeoutMs: connection.timeout ?? null };
    }
    default:
      return unreachable(connection);
  }
}

function oauthWay(
  { clientId, clientSecret, scope, tokenUrl, issuer }: z.infer<typeof clientCredentialsSchema>,
  allowPrivate: boolean,
  filler: Filler,
): OauthWay {
  const filled = (field: string, text: string | undefined): string | null =>
    text === undefined ? null : filler.address(`oauth.${field}`, text, allowPrivate);
  const tokenAddress = filled("tokenUrl", tokenUrl);
  const issuerAddress = filled("issuer", issuer);
  return {
    clientId: filler.fill("oauth.clientId", clientId),
    clientSecret,
    scope: scope ?? null,
    at:
      tokenAddress !== null
        ? { kind: "token-url", url: tokenAddress }
        : issuerAddress === null
          ? null
          : { kind: "issuer", url: issuerAddress },
  };
}

/** Fills in the variables of one connection and keeps what is wrong with it. */
class Filler {
  readonly problems: BlueprintProblem[] = [];
  readonly #system: string;
  readonly #variable: (name: string) => string | null;

  constructor(system: string, variable: (name: string) => string | null) {
    this.#system = system;
    this.#variable = variable;
  }

  fill(field: string, text: string): string {
    const missing = [...text.matchAll(variablePattern)].flatMap(([, inner = "", otherwise]) =>
      this.#variable(inner) === null && otherwise === undefined ? [inner] : [],
    );
    if (missing.length > 0) this.#add("PUR-2103", field, `the variable ${missing.join(", ")} is not set`);
    return this.#filled(text);
  }

  /** What is not set and has no default is left empty. */
  #filled(text: string): string {
    return text.replaceAll(
      variablePattern,
      (_, inner: string, otherwise: string | undefined) => this.#variable(inner) ?? otherwise ?? "",
    );
  }

  isHere(text: string): boolean {
    return isOnThisMachine(this.#filled(text));
  }

  settings(field: string, settings: Settings): Settings {
    return Object.fromEntries(
      Object.entries(settings).map(([name, setting]) => [
        name,
        typeof setting === "string" ? this.fill(`${field}.${name}`, setting) : setting,
      ]),
    );
  }

  /** Null for an address that was left empty, or that is wrong. */
  address(field: string, text: string, allowPrivate: boolean): string | null {
    const before = this.problems.length;
    const filled = this.fill(field, text);
    if (this.problems.length > before || (filled === "" && text.includes(":-"))) return null;
    if (!URL.canParse(filled)) {
      this.#add("PUR-2103", field, "this is no address once its variables are filled in");
      return null;
    }
    const why = whyNotReached(filled, allowPrivate);
    if (why !== null) this.#add("PUR-3020", field, why);
    return filled;
  }

  #add(code: BlueprintProblem["code"], field: string, message: string): void {
    const where = `systems.${this.#system}.${field}`;
    this.problems.push({ code, path: connectionsFile, line: 1, column: 1, message: `${where}: ${message}.` });
  }
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

/** A text with what stands in place of variables that are not set; null where that is not said of each. */
export function withoutVariables(text: string): string | null {
  const unsaid = [...text.matchAll(variablePattern)].some(([, , otherwise]) => otherwise === undefined);
  return unsaid ? null : text.replaceAll(variablePattern, (_, _name, otherwise: string) => otherwise);
}

const variablePattern = /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g;

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
