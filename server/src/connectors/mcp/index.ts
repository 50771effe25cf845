import {
  Client,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import {
  EgressError,
  type RemoteCall,
  type RemoteOffer,
  type RemoteReply,
  type SystemClient,
  type SystemReply,
  pinOf,
} from "@purser/kit";
import { type ConnectionSettings, type ReadSecret, resolveSettings, withoutSecrets } from "../connection-settings.ts";
import { type Egress, openEgress } from "../egress.ts";
import { type AccessTokens, type ClientCredentials, openAccessTokens } from "./client-credentials.ts";
import { bodyOfResult, readTools } from "./read-server.ts";
import { whyNotListed } from "./why-not-listed.ts";

export type McpOptions = {
  /** The connection's own name; a server has no say in it. */
  name: string;
  way:
    | {
        kind: "http";
        url: string;
        allowPrivate: boolean;
        headers: ConnectionSettings;
        oauth: ClientCredentials | null;
      }
    | { kind: "stdio"; command: readonly string[]; environment: ConnectionSettings };
  timeoutMs: number | null;
  /** Where a program of the connection runs. */
  directory: string;
  readSecret: ReadSecret;
  version: string;
};

/** An MCP server as a system: `list` is for people who look what it offers, `call` for tools that were accepted. */
export type McpSystem = SystemClient & {
  call: (call: RemoteCall) => Promise<RemoteReply>;
  list: () => Promise<RemoteOffer>;
  reach: () => Promise<SystemReply>;
  close: () => Promise<void>;
};

const defaultTimeoutMs = 10_000;
const mostPages = 16;
const largestMessageBytes = 1_048_576;

/**
 * The client side of MCP, of the current protocol version and those with sessions before it. It offers the server nothing:
 * no sampling, no elicitation, no roots, no stream of notifications, no sign-in that the server points to. Before every
 * call what the server says of the tool now is compared with the pin.
 */
export function createMcpSystem(options: McpOptions): McpSystem {
  const connection = new McpConnection(options);
  const { name } = options;
  return {
    call: (call) => connection.call(call),
    list: () => connection.list(),
    close: () => connection.drop(),
    reach: () =>
      connection.list().then(
        () => ({ kind: "answered", status: 200, body: null }),
        (error: unknown) => ({ kind: "noAnswer", detail: whyNotListed(error).detail }),
      ),
    request: async () => ({
      kind: "notSent",
      detail: `${name} is an MCP server: it is called by the names of its tools.`,
    }),
  };
}

/** Opens a session when it is first needed, and anew after one that has failed. */
class McpConnection {
  readonly #options: McpOptions;
  readonly #limitMs: number;
  /** They outlive a session that has failed. */
  readonly #tokens: AccessTokens | null;
  #session: Promise<Session> | null = null;

  constructor(options: McpOptions) {
    this.#options = options;
    this.#limitMs = options.timeoutMs ?? defaultTimeoutMs;
    this.#tokens = tokensOf(options, this.#limitMs);
  }

  async list(): Promise<RemoteOffer> {
    try {
      const { client } = await this.#open();
      const limits = { ...this.#limits(), signal: AbortSignal.timeout(this.#limitMs) };
      return readTools(await client.listTools(undefined, { ...limits, cacheMode: "refresh" }));
    } catch (error) {
      await this.drop();
      throw whyNotListed(error);
    }
  }

  async call(call: RemoteCall): Promise<RemoteReply> {
    const { name } = this.#options;
    let session: Session;
    try {
      const live = (await this.list()).operations.find((operation) => operation.name === call.operation.name);
      if (live === undefined || pinOf(name, live) !== call.pin) return changed(name, call);
      session = await this.#open();
    } catch {
      // Nothing but the list was asked for, so nothing can have happened.
      return { kind: "notSent", detail: `What ${name} offers could not be read.` };
    }
    return this.#send(call, session);
  }

  async #send({ operation, args }: RemoteCall, { client, secrets }: Session): Promise<RemoteReply> {
    const { name } = this.#options;
    try {
      const result = await client.callTool(
        { name: operation.name, arguments: { ...args } },
        {
          ...this.#limits(),
          resetTimeoutOnProgress: false,
          // The answer is checked by the pinned schema, where it is used; a schema from outside is not compiled here.
          toolDefinition: { name: operation.name, inputSchema: { ...operation.input, type: "object" } },
        },
      );
      if (result.isError === true) return { kind: "reported", detail: `${name} reports an error.` };
      const body = bodyOfResult(result);
      if (body === null) return { kind: "garbled", detail: `The answer of ${name} is no JSON that can be kept.` };
      return { kind: "answered", body: withoutSecrets(body, secrets()) };
    } catch (error) {
      const reply = replyOfError(error, name);
      if (reply.kind !== "refused" && reply.kind !== "reported") await this.drop();
      return reply;
    }
  }

  async drop(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await session?.then(
      ({ client }) => client.close(),
      () => undefined,
    );
  }

  #open(): Promise<Session> {
    return (this.#session ??= connect(this.#options, this.#tokens, this.#limitMs));
  }

  #limits(): { timeout: number; maxTotalTimeout: number } {
    return { timeout: this.#limitMs, maxTotalTimeout: this.#limitMs };
  }
}

function changed(name: string, { operation }: RemoteCall): RemoteReply {
  const detail = `${name} describes ${operation.name} differently from what was accepted, or no longer offers it.`;
  return { kind: "changed", detail };
}

function tokensOf({ name, way, readSecret }: McpOptions, timeoutMs: number): AccessTokens | null {
  if (way.kind === "stdio" || way.oauth === null) return null;
  const { url: resource, allowPrivate, oauth: credentials } = way;
  const nowMs = (): number => performance.now();
  return openAccessTokens({ name, resource, credentials, allowPrivate, timeoutMs, readSecret, nowMs });
}

/** An open connection, and the secrets that it was given so far. */
type Session = { client: Client; secrets: () => readonly string[] };

async function connect(
  { way, readSecret, version, directory }: McpOptions,
  tokens: AccessTokens | null,
  limitMs: number,
): Promise<Session> {
  const client = new Client(
    { name: "purser", version },
    {
      capabilities: {},
      versionNegotiation: { mode: "auto", probe: { timeoutMs: limitMs } },
      inputRequired: { autoFulfill: false },
      listMaxPages: mostPages,
    },
  );
  const secrets = new Set<string>();
  const resolved = async (settings: ConnectionSettings): Promise<Readonly<Record<string, string>>> => {
    const { values, secrets: used } = await resolveSettings(settings, readSecret);
    for (const secret of used) secrets.add(secret);
    return values;
  };
  const limits = { timeout: limitMs, maxTotalTimeout: limitMs };
  if (way.kind === "http") {
    const egress = openEgress({ origins: [way.url], allowPrivate: way.allowPrivate, timeoutMs: limitMs });
    const transport = new StreamableHTTPClientTransport(new URL(way.url), {
      fetch: guardedFetch(egress, way.url, () => resolved(way.headers), tokens),
      reconnectionOptions: {
        maxRetries: 0,
        initialReconnectionDelay: 1,
        maxReconnectionDelay: 1,
        reconnectionDelayGrowFactor: 1,
      },
    });
    await client.connect(transport, limits);
  } else {
    const [command = "", ...args] = way.command;
    const env = { ...(await resolved(way.environment)) };
    await client.connect(
      new StdioClientTransport({
        command,
        args,
        env,
        cwd: directory,
        stderr: "ignore",
        maxBufferSize: largestMessageBytes,
      }),
      limits,
    );
  }
  return { client, secrets: () => [...secrets, ...(tokens?.secrets() ?? [])] };
}

/**
 * The way out for the library: each request gets the connection's headers as they are now. The stream on which a server
 * could speak unasked is never opened, and nothing but the server's own address is asked, whatever it points to.
 */
function guardedFetch(
  egress: Egress,
  url: string,
  headersNow: () => Promise<Readonly<Record<string, string>>>,
  tokens: AccessTokens | null,
): (input: string | URL, init?: RequestInit) => Promise<Response> {
  return async (input, init = {}) => {
    if (String(input) !== new URL(url).href) throw new EgressError("denied", "Only the server's own address is asked.");
    if ((init.method ?? "GET") === "GET") return new Response(null, { status: 405 });
    const headers = new Headers(init.headers);
    for (const [header, value] of Object.entries(await headersNow())) headers.set(header, value);
    if (tokens === null) return egress.fetch(input, { ...init, headers });
    const send = (token: string): Promise<Response> => {
      headers.set("authorization", `Bearer ${token}`);
      return egress.fetch(input, { ...init, headers });
    };
    const token = await tokens.now();
    const response = await send(token);
    if (response.status !== 401) return response;
    // It was not let in, so nothing has happened: once more, with a token that is new.
    await response.body?.cancel();
    tokens.refuse(token);
    return send(await tokens.now());
  };
}

const invalidParams = -32_602;
const methodNotFound = -32_601;
/** A server that answers so has not let the call in. */
const notLetIn: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 406, 413, 415, 422]);

/** What an exception of the library says of the call; when it does not say, the call may have happened. */
function replyOfError(error: unknown, name: string): RemoteReply {
  if (error instanceof ProtocolError)
    return error.code === invalidParams || error.code === methodNotFound
      ? { kind: "refused", detail: `${name} refuses the call.` }
      : { kind: "reported", detail: `${name} reports an error.` };
  if (error instanceof UnauthorizedError) return { kind: "notSent", detail: `${name} does not let us in.` };
  if (error instanceof SdkHttpError)
    return notLetIn.has(error.status)
      ? { kind: "notSent", detail: `${name} did not take the call.` }
      : // What stands before the server speaks here, not its tool: nothing is said of any record.
        { kind: "noAnswer", detail: `${name} answers ${error.status}.` };
  if (error instanceof SdkError && error.code === SdkErrorCode.UnsupportedResultType)
    return { kind: "garbled", detail: `${name} asks for something instead of answering; it is given nothing.` };
  const egressError = [error, error instanceof Error ? error.cause : null].find(
    (cause) => cause instanceof EgressError,
  );
  if (egressError instanceof EgressError && egressError.isUnsent)
    return { kind: "notSent", detail: egressError.message };
  return { kind: "noAnswer", detail: `${name} gave no whole answer in time.` };
}
