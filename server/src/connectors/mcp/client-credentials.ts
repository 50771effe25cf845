import { PurserError } from "@purser/contract";
import { z } from "zod";
import { type ConnectionSettings, type ReadSecret, resolveSettings } from "../connection-settings.ts";
import { openEgress } from "../egress.ts";

/** How a connection gets its access tokens: as a client of its own, by RFC 6749 section 4.4. */
export type ClientCredentials = {
  clientId: string;
  clientSecret: ConnectionSettings[string];
  scope: string | null;
  /** Where tokens are given, or whose metadata (RFC 8414) say where; null asks the server itself (RFC 9728). */
  at: { kind: "token-url"; url: string } | { kind: "issuer"; url: string } | null;
};

/** Gives the token that counts now. After `refuse` the token that was refused is not given again. */
export type AccessTokens = {
  now: () => Promise<string>;
  refuse: (token: string) => void;
  secrets: () => readonly string[];
};

type TokensOptions = {
  /** The connection's own name. */
  name: string;
  /** The server that the tokens are for. */
  resource: string;
  credentials: ClientCredentials;
  allowPrivate: boolean;
  timeoutMs: number;
  readSecret: ReadSecret;
  /** A time that only runs forward. */
  nowMs: () => number;
};

const tokenSchema = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().optional(),
});
const refusalSchema = z.object({
  error: z.enum([
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
    "invalid_target",
  ]),
});
const issuerSchema = z.object({ issuer: z.string(), token_endpoint: z.url() });
const resourceSchema = z.object({ resource: z.string(), authorization_servers: z.array(z.url()).min(1) });

/** A token is given anew this long before it ends, or after half of a shorter life. */
const earlierMs = 60_000;
/** Of a token of which nobody says how long it lives. */
const unknownLifeMs = 300_000;
const secondMs = 1_000;

/**
 * Tokens of one connection, kept in memory until shortly before they end; callers at the same time share one request.
 * The secret goes to the address that the operator has named, or to the server's own origin, and nowhere that a server
 * points to. Throws PUR-2950, in which neither a secret nor what the other side wrote stands.
 */
export function openAccessTokens(options: TokensOptions): AccessTokens {
  const seen = new Set<string>();
  let current: Given | null = null;
  const ask = (): Given => {
    const given: Given = { asked: requestToken(options, seen), token: null };
    given.asked.then(
      (token) => (given.token = token),
      () => {
        if (current === given) current = null;
      },
    );
    return given;
  };
  return {
    async now() {
      const endsAtMs = current?.token?.endsAtMs ?? Number.POSITIVE_INFINITY;
      if (options.nowMs() >= endsAtMs) current = null;
      current ??= ask();
      return (await current.asked).text;
    },
    refuse(text) {
      if (current?.token?.text === text) current = null;
    },
    secrets: () => [...seen],
  };
}

type Token = { text: string; endsAtMs: number };
/** One request for a token, and what it gave as soon as it did. */
type Given = { asked: Promise<Token>; token: Token | null };

async function requestToken(options: TokensOptions, seen: Set<string>): Promise<Token> {
  const { name, resource, credentials, allowPrivate, timeoutMs, readSecret, nowMs } = options;
  const url = await tokenUrlOf(options);
  const { values } = await resolveSettings({ secret: credentials.clientSecret }, readSecret);
  const secret = values["secret"] ?? "";
  const basic = Buffer.from(`${formEncoded(credentials.clientId)}:${formEncoded(secret)}`).toString("base64");
  seen.add(secret).add(basic);
  const form = new URLSearchParams({ grant_type: "client_credentials", resource });
  if (credentials.scope !== null) form.set("scope", credentials.scope);
  const askedAtMs = nowMs();
  const reply = await openEgress({ origins: [url], allowPrivate, timeoutMs }).send({
    url: new URL(url),
    method: "POST",
    headers: {
      accept: "application/json",
      authorization: `Basic ${basic}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: form.toString(),
  });
  if (reply.kind !== "answered") throw noToken(name, reply.detail);
  const body = jsonOf(reply.body);
  if (reply.status !== 200) {
    const refusal = refusalSchema.safeParse(body);
    throw noToken(name, `It answers ${reply.status}${refusal.success ? `, ${refusal.data.error}` : ""}.`);
  }
  const given = tokenSchema.safeParse(body);
  if (!given.success) throw noToken(name, "Its answer holds no bearer token.");
  const { access_token: token, expires_in: lifeSeconds } = given.data;
  seen.add(token);
  const lifeMs = lifeSeconds === undefined ? unknownLifeMs : lifeSeconds * secondMs;
  return { text: token, endsAtMs: askedAtMs + Math.max(lifeMs - earlierMs, lifeMs / 2) };
}

async function tokenUrlOf(options: TokensOptions): Promise<string> {
  const { name, resource, credentials } = options;
  if (credentials.at?.kind === "token-url") return credentials.at.url;
  const issuer = credentials.at?.url ?? (await issuerOf(options));
  const metadata = issuerSchema.safeParse(await readMetadata(options, wellKnown(issuer, "oauth-authorization-server")));
  if (!metadata.success) throw noToken(name, "The metadata of the issuer do not say where tokens are given.");
  if (withoutSlash(metadata.data.issuer) !== withoutSlash(issuer))
    throw noToken(name, "The metadata are another issuer's than the one that is named.");
  const tokenUrl = metadata.data.token_endpoint;
  // Only the operator can say that the secret may go to another place.
  const isNamed = [issuer, resource].some((known) => new URL(known).origin === new URL(tokenUrl).origin);
  if (!isNamed) throw noToken(name, "The issuer gives tokens at another origin: name that address as tokenUrl.");
  return tokenUrl;
}

async function issuerOf(options: TokensOptions): Promise<string> {
  const { name, resource } = options;
  const metadata = resourceSchema.safeParse(
    await readMetadata(options, wellKnown(resource, "oauth-protected-resource")),
  );
  const [issuer] = metadata.success ? metadata.data.authorization_servers : [];
  if (issuer === undefined) throw noToken(name, "The server does not say who gives tokens: name issuer or tokenUrl.");
  if (new URL(issuer).origin !== new URL(resource).origin)
    throw noToken(name, "The server points to another origin for tokens: name it as issuer, if it is right.");
  return issuer;
}

async function readMetadata({ name, allowPrivate, timeoutMs }: TokensOptions, url: string): Promise<unknown> {
  const reply = await openEgress({ origins: [url], allowPrivate, timeoutMs }).send({
    url: new URL(url),
    method: "GET",
  });
  if (reply.kind !== "answered" || reply.status !== 200) throw noToken(name, "Its metadata could not be read.");
  return jsonOf(reply.body);
}

/** RFC 8414 section 3.1 and RFC 9728 section 3.1: between the host and its path. */
function wellKnown(address: string, document: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}/.well-known/${document}${withoutSlash(pathname)}`;
}

function withoutSlash(text: string): string {
  return text.replace(/\/$/, "");
}

/** RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined. */
function formEncoded(text: string): string {
  return new URLSearchParams({ v: text }).toString().slice(2);
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return null;
  }
}

function noToken(name: string, why: string): PurserError {
  return new PurserError("PUR-2950", `The connection ${name}: ${why}`);
}
