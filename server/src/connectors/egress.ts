import { lookup as resolveHost } from "node:dns";
import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { unreachable } from "@purser/contract";
import { classOfAddress, EgressError } from "@purser/kit";

/** What one connection may reach. */
export type EgressRule = {
  /** The origins, scheme, host and port, such as `https://api.example.com`; nothing else is reached. */
  origins: readonly string[];
  /**
   * Whether they may be on this machine or in the operator's own networks, and without TLS. Link-local, multicast and
   * reserved addresses, and those where clouds tell about themselves, are refused in any case.
   */
  allowPrivate: boolean;
  /** For a whole answer; 10 s when absent. */
  timeoutMs?: number;
  /** Of a body; 1 MiB when absent. */
  maxBodyBytes?: number;
};

export type EgressRequest = {
  url: URL;
  method: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  timeoutMs?: number;
  signal?: AbortSignal;
};

/**
 * What came back. Details are sentences that tell nothing about the network: neither an address nor why a connection
 * failed. `denied` and `notSent` prove that nothing was sent; the rest may have been carried out.
 */
export type EgressReply =
  | { kind: "answered"; status: number; headers: Readonly<Record<string, string>>; body: Uint8Array }
  | { kind: "garbled"; status: number; detail: string }
  | NoReply;
export type NoReply =
  | { kind: "denied"; detail: string }
  | { kind: "notSent"; detail: string }
  | { kind: "noAnswer"; detail: string };

/** The one way out. An implementation of it in tests needs no network: `resolve` is the resolver of names. */
export type Egress = {
  /** Never throws for what the network does. A redirect is not followed: it is `garbled`. */
  send: (request: EgressRequest) => Promise<EgressReply>;
  /** As `send`, following at most three redirects of a GET to origins that the rule has. */
  fetchDocument: (url: URL, headers?: Readonly<Record<string, string>>) => Promise<EgressReply>;
  /** For libraries that stream answers. Throws `EgressError`; a body that is too long or too late fails while it is read. */
  fetch: typeof globalThis.fetch;
};

export type ResolvedAddress = { address: string; family: number };
export type Resolve = (host: string, callback: (error: Error | null, addresses: ResolvedAddress[]) => void) => void;

const defaultTimeoutMs = 10_000;
const defaultMaxBodyBytes = 1_048_576;
const mostRedirects = 3;
/** Shorter than servers keep an idle connection, so that none is used that is about to be closed. */
const idleMs = 4_000;

/** The headers that frame a request; whoever could set them could send two. */
const framing: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const sentences = {
  denied: "The connection may not reach this address.",
  notSent: "The system could not be reached; nothing was sent.",
  noAnswer: "The system gave no whole answer in time.",
} as const;

const systemResolver: Resolve = (host, callback) => resolveHost(host, { all: true }, callback);

/** Opens the way out for one connection. Throws nothing: what the rule does not allow is denied when it is asked for. */
export function openEgress(rule: EgressRule, resolve: Resolve = systemResolver): Egress {
  const agents = {
    "http:": new HttpAgent({ keepAlive: true, timeout: idleMs }),
    "https:": new HttpsAgent({ keepAlive: true, timeout: idleMs }),
  };
  const open = (request: EgressRequest): Promise<Answer> => openAnswer(request, { rule, resolve, agents });
  const receive = async (request: EgressRequest): Promise<Received> => {
    try {
      return await readWhole(await open(request));
    } catch (error) {
      return { reply: failureOf(error), redirect: null };
    }
  };
  return {
    send: async (request) => (await receive(request)).reply,
    fetchDocument: (url, headers = {}) => follow(url, headers, receive),
    fetch: fetchThrough(open),
  };
}

type Way = {
  rule: EgressRule;
  resolve: Resolve;
  agents: { "http:": HttpAgent; "https:": HttpsAgent };
};
/** A reply, and where a redirect of it leads. */
type Received = { reply: EgressReply; redirect: string | null };
type Answer = { message: IncomingMessage; maxBodyBytes: number; over: () => boolean };

/** Why the rule does not allow this URL; null when it does. */
function whyDenied({ url, headers = {} }: EgressRequest, { origins, allowPrivate }: EgressRule): string | null {
  if (url.username !== "" || url.password !== "") return "An address holds no user and no password.";
  if (url.protocol !== "https:" && !(allowPrivate && url.protocol === "http:")) return "Only https is reached.";
  if (!origins.some((origin) => originOf(origin) === url.origin)) return sentences.denied;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !isAllowed(host, allowPrivate)) return sentences.denied;
  const framed = Object.keys(headers).find((name) => framing.has(name.toLowerCase()));
  return framed === undefined ? null : `The header ${framed} is not for a tool to set.`;
}

function originOf(text: string): string | null {
  return URL.canParse(text) ? new URL(text).origin : null;
}

function isAllowed(address: string, allowPrivate: boolean): boolean {
  const addressClass = classOfAddress(address);
  switch (addressClass) {
    case "public":
      return true;
    case "private":
      return allowPrivate;
    case "never":
      return false;
    default:
      return unreachable(addressClass);
  }
}

/** Resolves once and hands the socket what was checked: one denied address among many denies all. */
function checkedLookup({ rule, resolve }: Way): LookupFunction {
  return (host, { all }, callback) =>
    resolve(host, (error, addresses) => {
      const [first] = addresses;
      if (error !== null) return callback(error, "");
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address, rule.allowPrivate)))
        return callback(new EgressError("denied", sentences.denied), "");
      if (all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
}

/**
 * The address of a host for a protocol that is not HTTP. Throws `EgressError`: `denied` for one that may not be reached,
 * `notSent` for a name that has none.
 */
export function checkedAddress(hostname: string, allowPrivate: boolean, resolve = systemResolver): Promise<string> {
  const host = hostname.replace(/^\[|\]$/g, "");
  return new Promise((done, reject) => {
    const take = (error: Error | null, addresses: readonly ResolvedAddress[]): void => {
      const [first] = addresses;
      if (error !== null || first === undefined) reject(new EgressError("notSent", sentences.notSent));
      else if (addresses.every(({ address }) => isAllowed(address, allowPrivate))) done(first.address);
      else reject(new EgressError("denied", sentences.denied));
    };
    if (isIP(host) === 0) resolve(host, take);
    else take(null, [{ address: host, family: isIP(host) }]);
  });
}

function openAnswer(request: EgressRequest, way: Way): Promise<Answer> {
  const { url, method, headers = {}, body, signal } = request;
  const why = whyDenied(request, way.rule);
  if (why !== null) return Promise.reject(new EgressError("denied", why));
  // Node frames no body of a GET or a DELETE by itself: its bytes would pass for the next request.
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const fixed = { "accept-encoding": "identity", ...length };
  const options = { method, lookup: checkedLookup(way), headers: { ...headers, ...fixed } };
  return new Promise((resolve, reject) => {
    let sending: ClientRequest;
    try {
      sending =
        url.protocol === "https:"
          ? requestHttps(url, { ...options, agent: way.agents["https:"] })
          : requestHttp(url, { ...options, agent: way.agents["http:"] });
    } catch {
      reject(new EgressError("denied", "The request has a header or a path that HTTP does not allow."));
      return;
    }
    const isConnected = watchConnection(sending, url.protocol === "https:");
    let isOver = false;
    const stop = (): void => {
      isOver = true;
      // Without an error: what has ended already would throw it at nobody.
      sending.destroy();
    };
    const timer = setTimeout(stop, request.timeoutMs ?? way.rule.timeoutMs ?? defaultTimeoutMs);
    signal?.addEventListener("abort", stop, { once: true });
    sending.on("close", () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    });
    sending.on("error", (error) => {
      if (error instanceof EgressError && error.kind === "denied") return reject(error);
      const kind = isConnected() ? "noAnswer" : "notSent";
      reject(new EgressError(kind, sentences[kind]));
    });
    sending.on("response", (message) => {
      // Who reads the body learns of its end; when nobody does any more, a cut connection is no fault of this process.
      message.on("error", () => undefined);
      resolve({ message, maxBodyBytes: way.rule.maxBodyBytes ?? defaultMaxBodyBytes, over: () => isOver });
    });
    if (signal?.aborted === true) stop();
    else sending.end(body);
  });
}

/** Before the connection stands, with TLS and all, not a byte of the request has left. */
function watchConnection(sending: ClientRequest, isSecure: boolean): () => boolean {
  let isNewConnected = false;
  sending.on("socket", (socket) => {
    if (!sending.reusedSocket) socket.once(isSecure ? "secureConnect" : "connect", () => (isNewConnected = true));
  });
  return () => isNewConnected || sending.reusedSocket;
}

/** The body piece by piece. Throws `EgressError` when it is longer than the cap, cut short or too late. */
async function* bodyOf({ message, maxBodyBytes }: Answer): AsyncGenerator<Uint8Array, void> {
  let size = 0;
  try {
    const parts: AsyncIterable<Uint8Array> = message;
    for await (const part of parts) {
      size += part.byteLength;
      if (size > maxBodyBytes) throw new EgressError("tooLarge", `The answer is larger than ${maxBodyBytes} bytes.`);
      yield part;
    }
  } catch (error) {
    throw error instanceof EgressError ? error : new EgressError("noAnswer", sentences.noAnswer);
  } finally {
    message.destroy();
  }
}

async function readWhole(answer: Answer): Promise<Received> {
  const { message } = answer;
  const status = message.statusCode ?? 0;
  const headers = plainHeaders(message);
  const why = whyGarbled(status, headers);
  if (why !== null) {
    message.destroy();
    return { reply: { kind: "garbled", status, detail: why }, redirect: headers["location"] ?? null };
  }
  const parts: Uint8Array[] = [];
  try {
    for await (const part of bodyOf(answer)) parts.push(part);
  } catch (error) {
    const isCut = !answer.over() && error instanceof EgressError;
    return { reply: isCut ? { kind: "garbled", status, detail: error.message } : failureOf(error), redirect: null };
  }
  return { reply: { kind: "answered", status, headers, body: Buffer.concat(parts) }, redirect: null };
}

const firstRedirect = 300;
const lastRedirect = 399;
const notModified = 304;
const bodiless: ReadonlySet<number> = new Set([204, 205, notModified]);

function whyGarbled(status: number, headers: Readonly<Record<string, string>>): string | null {
  const isRedirect = status >= firstRedirect && status <= lastRedirect && status !== notModified;
  if (isRedirect) return "It answered with a redirect, which is not followed.";
  const encoding = headers["content-encoding"] ?? "identity";
  return encoding === "identity" ? null : "The answer is compressed although that was not asked for.";
}

function plainHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

async function follow(
  start: URL,
  headers: Readonly<Record<string, string>>,
  receive: (request: EgressRequest) => Promise<Received>,
): Promise<EgressReply> {
  let url = start;
  for (let hop = 0; ; hop += 1) {
    // What was meant for one origin is not told to another.
    const own = url.origin === start.origin ? headers : {};
    const { reply, redirect } = await receive({ url, method: "GET", headers: own });
    if (redirect === null || hop === mostRedirects || !URL.canParse(redirect, url.href)) return reply;
    url = new URL(redirect, url);
  }
}

function fetchThrough(open: (request: EgressRequest) => Promise<Answer>): Egress["fetch"] {
  return async (input, init = {}) => {
    const body = init.body ?? undefined;
    if (input instanceof Request || (body !== undefined && typeof body !== "string"))
      throw new EgressError("denied", "Only an address and a body of text can be sent.");
    const answer = await open({
      url: typeof input === "string" ? new URL(input) : input,
      method: init.method ?? "GET",
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(body === undefined ? {} : { body }),
      ...(init.signal === undefined || init.signal === null ? {} : { signal: init.signal }),
    });
    const status = answer.message.statusCode ?? 0;
    const headers = plainHeaders(answer.message);
    const why = whyGarbled(status, headers);
    if (why !== null) {
      answer.message.destroy();
      throw new EgressError("unusable", why);
    }
    if (!bodiless.has(status)) return new Response(webStream(answer), { status, headers });
    answer.message.resume();
    return new Response(null, { status, headers });
  };
}

function webStream(answer: Answer): ReadableStream<Uint8Array> {
  const parts = bodyOf(answer);
  return new ReadableStream({
    pull: async (controller) => {
      const next = await parts.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: async () => {
      answer.message.destroy();
      await parts.return();
    },
  });
}

function failureOf(error: unknown): NoReply {
  if (!(error instanceof EgressError)) return { kind: "noAnswer", detail: sentences.noAnswer };
  const { kind, message: detail } = error;
  return { kind: kind === "denied" || kind === "notSent" ? kind : "noAnswer", detail };
}
