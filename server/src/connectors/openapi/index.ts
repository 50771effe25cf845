import { type Json, type JsonObject, jsonSchema, PurserError, wellFormedJson } from "@purser/contract";
import {
  meaningOfStatus,
  pinOf,
  type RemoteCall,
  type RemoteOffer,
  type RemoteReply,
  type SystemClient,
  type SystemReply,
} from "@purser/kit";
import {
  type ConnectionSettings,
  type ReadSecret,
  resolveSettings,
  whyUnresolved,
  withoutSecrets,
} from "../connection-settings.ts";
import { type Egress, openEgress } from "../egress.ts";
import { type OpenApiDocument, readDocument } from "./read-document.ts";
import { requestOf } from "./request-of.ts";

export type OpenApiOptions = {
  /** The connection's own name. */
  name: string;
  /** The text of a file of the blueprint, or an address that is asked. */
  document: { kind: "text"; read: () => Promise<string> } | { kind: "address"; url: string };
  /** Where paths begin; null for the first server that the document names. */
  url: string | null;
  allowPrivate: boolean;
  headers: ConnectionSettings;
  timeoutMs: number | null;
  readSecret: ReadSecret;
  /** A time that only runs forward. */
  nowMs: () => number;
};

/** The operations of an OpenAPI document as a system. */
export type OpenApiSystem = SystemClient & {
  call: (call: RemoteCall) => Promise<RemoteReply>;
  list: () => Promise<RemoteOffer>;
  reach: () => Promise<SystemReply>;
  close: () => Promise<void>;
};

/** So long a document counts as it was read; what is called is checked against the pin in any case. */
const documentFreshMs = 60_000;
const largestDocumentBytes = 8_388_608;

/** Reads the document when it is first needed, and again when what was read is a minute old. */
export function createOpenApiSystem(options: OpenApiOptions): OpenApiSystem {
  const { name, nowMs, allowPrivate, timeoutMs } = options;
  const ways = new Map<string, Egress>();
  const wayTo = (base: string): Egress => {
    const way =
      ways.get(base) ?? openEgress({ origins: [base], allowPrivate, ...(timeoutMs === null ? {} : { timeoutMs }) });
    ways.set(base, way);
    return way;
  };
  const known: { document: Promise<OpenApiDocument> | null; readAtMs: number } = { document: null, readAtMs: 0 };
  const documentNow = async (): Promise<OpenApiDocument> => {
    if (known.document !== null && nowMs() < known.readAtMs + documentFreshMs) return known.document;
    known.readAtMs = nowMs();
    known.document = loadDocument(options);
    known.document.catch(() => (known.document = null));
    return known.document;
  };
  return {
    close: async () => undefined,
    list: documentNow,
    call: async (call) => {
      let document: OpenApiDocument;
      try {
        document = await documentNow();
      } catch {
        return { kind: "notSent", detail: `The document of ${name} could not be read.` };
      }
      const live = document.operations.find((operation) => operation.name === call.operation.name);
      if (live === undefined || pinOf(name, live) !== call.pin)
        return {
          kind: "changed",
          detail: `${name} describes ${call.operation.name} differently from what was accepted, or no longer offers it.`,
        };
      const base = options.url ?? document.serverUrl;
      return base === null
        ? { kind: "notSent", detail: `${name} has no address.` }
        : send({ base, egress: wayTo(base) }, call, options);
    },
    reach: async () => {
      const base = options.url ?? (await documentNow().catch(() => null))?.serverUrl ?? null;
      if (base === null) return { kind: "notSent", detail: `${name} has no address, or its document cannot be read.` };
      const reply = await wayTo(base).send({ url: new URL("/", base), method: "GET", headers: {} });
      if (reply.kind === "denied") return { kind: "notSent", detail: reply.detail };
      return reply.kind === "answered" ? { kind: "answered", status: reply.status, body: null } : reply;
    },
    request: async () => ({ kind: "notSent", detail: `${name} is called by the names of its operations.` }),
  };
}

async function loadDocument({ document, allowPrivate, name }: OpenApiOptions): Promise<OpenApiDocument> {
  if (document.kind === "text") {
    const text = await document.read().catch((error: unknown) => {
      throw new PurserError("PUR-3025", "The file of its document could not be read.", { cause: error });
    });
    return readDocument(text, null);
  }
  const egress = openEgress({ origins: [document.url], allowPrivate, maxBodyBytes: largestDocumentBytes });
  // The connection's headers are for the system, not for whoever serves its document.
  const reply = await egress.fetchDocument(new URL(document.url));
  if (reply.kind !== "answered" || meaningOfStatus(reply.status) !== "answered")
    throw new PurserError("PUR-3025", `The document of ${name} could not be fetched.`);
  return readDocument(Buffer.from(reply.body).toString("utf8"), document.url);
}

async function send(
  { base, egress }: { base: string; egress: Egress },
  call: RemoteCall,
  { name, headers, readSecret }: OpenApiOptions,
): Promise<RemoteReply> {
  const request = requestOf(base, call);
  if (request === null) return { kind: "notSent", detail: "An argument has no place in the address." };
  const settings = await resolveSettings(headers, readSecret).catch((error: unknown) => whyUnresolved(error));
  if (typeof settings === "string") return { kind: "notSent", detail: settings };
  const reply = await egress.send({ ...request, headers: { ...request.headers, ...settings.values } });
  if (reply.kind === "denied") return { kind: "notSent", detail: reply.detail };
  if (reply.kind !== "answered") return reply;
  const refusal = replyOfStatus(reply.status, name);
  if (refusal !== null) return refusal;
  const body = jsonOf(reply.body);
  if (body === undefined) return { kind: "garbled", detail: `The answer of ${name} is no JSON.` };
  return { kind: "answered", body: withoutSecrets(body, settings.secrets) };
}

function replyOfStatus(status: number, name: string): RemoteReply | null {
  const meaning = meaningOfStatus(status);
  if (meaning === "answered") return null;
  return {
    kind: meaning,
    detail: meaning === "notSent" ? `${name} does not let us in.` : `${name} answers ${status}.`,
  };
}

function jsonOf(body: Uint8Array): Json | undefined {
  const text = Buffer.from(body).toString("utf8");
  const nothing: JsonObject = {};
  if (text.trim() === "") return nothing;
  try {
    return jsonSchema.parse(wellFormedJson(JSON.parse(text)));
  } catch {
    return undefined;
  }
}
