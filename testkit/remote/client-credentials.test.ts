import { createServer, type IncomingMessage, type Server } from "node:http";
import { PurserError } from "@purser/contract";
import { afterEach, expect, it } from "vitest";
import { createMcpSystem, type McpSystem } from "../../server/src/connectors/mcp/index.ts";
import {
  type AccessTokens,
  type ClientCredentials,
  openAccessTokens,
} from "../../server/src/connectors/mcp/client-credentials.ts";
import { openBilling, serveBilling } from "./billing-server.ts";

const secret = "canary secret/4711+";
const running: Server[] = [];
const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close();
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

type Asked = { path: string; authorization: string; form: URLSearchParams };
type Answer = { status: number; body: unknown };

async function serve(answer: (asked: Asked, origin: string) => Answer | Promise<Answer>): Promise<string> {
  let origin = "";
  const server = createServer((request, response) => {
    void (async () => {
      const text = await bodyOf(request);
      const { authorization = "" } = request.headers;
      const asked = { path: request.url ?? "", authorization, form: new URLSearchParams(text) };
      const { status, body } = await answer(asked, origin);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    })();
  });
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It does not listen.");
  origin = `http://127.0.0.1:${address.port}`;
  return origin;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString("utf8");
}

/** An authorization server that gives another token each time, to the client that knows the secret. */
class Authority {
  readonly asked: Asked[] = [];
  readonly valid = new Set<string>();
  lifeSeconds: number | null = 3_600;
  metadata: (origin: string) => unknown = (origin) => ({ issuer: origin, token_endpoint: `${origin}/token` });

  answer = (asked: Asked, origin: string): Answer => {
    if (asked.path === "/.well-known/oauth-authorization-server") return { status: 200, body: this.metadata(origin) };
    if (asked.path !== "/token") return { status: 404, body: {} };
    this.asked.push(asked);
    const encoded = new URLSearchParams({ v: secret }).toString().slice(2);
    if (asked.authorization !== `Basic ${Buffer.from(`purser:${encoded}`).toString("base64")}`)
      return { status: 401, body: { error: "invalid_client", error_description: asked.authorization } };
    const token = `tok_canary_${this.asked.length}`;
    this.valid.add(token);
    const life = this.lifeSeconds === null ? {} : { expires_in: this.lifeSeconds };
    return { status: 200, body: { access_token: token, token_type: "Bearer", ...life } };
  };
}

/** A billing server behind a door that lets in who has a token that is valid now. */
async function serveGuarded(authority: Authority, own: (path: string, origin: string) => unknown = () => null) {
  const billing = openBilling();
  const inner = await serveBilling(billing, "current");
  opened.push(inner);
  const seen: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request);
      const metadata = own(request.url ?? "", `http://${request.headers.host ?? ""}`);
      if (metadata !== null) return void response.writeHead(200).end(JSON.stringify(metadata));
      const token = (request.headers.authorization ?? "").replace("Bearer ", "");
      seen.push(token);
      if (!authority.valid.has(token)) return void response.writeHead(401).end();
      const headers = Object.fromEntries(
        Object.entries(request.headers).flatMap(([name, value]) =>
          typeof value === "string" && !["host", "content-length", "connection"].includes(name) ? [[name, value]] : [],
        ),
      );
      const reply = await fetch(inner.url, { method: request.method ?? "POST", headers, body });
      response.writeHead(reply.status, { "content-type": reply.headers.get("content-type") ?? "" });
      response.end(await reply.text());
    })();
  });
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It does not listen.");
  return { url: `http://127.0.0.1:${address.port}/mcp`, seen };
}

function connect(url: string, at: ClientCredentials["at"], given = secret): McpSystem {
  const oauth = { clientId: "purser", clientSecret: { secret: "BILLING_CLIENT", prefix: "" }, scope: "billing", at };
  const system = createMcpSystem({
    name: "billing",
    way: { kind: "http", url, allowPrivate: true, headers: {}, oauth },
    timeoutMs: 5_000,
    directory: import.meta.dirname,
    readSecret: async () => given,
    version: "0.0.0",
  });
  opened.push(system);
  return system;
}

function tokensAt(url: string, nowMs: () => number): AccessTokens {
  const credentials: ClientCredentials = {
    clientId: "purser",
    clientSecret: { secret: "BILLING_CLIENT", prefix: "" },
    scope: null,
    at: { kind: "token-url", url },
  };
  const readSecret = async (): Promise<string> => secret;
  const ways = { allowPrivate: true, timeoutMs: 5_000, readSecret, nowMs };
  return openAccessTokens({ name: "billing", resource: "http://127.0.0.1:1/mcp", credentials, ...ways });
}

async function refusalOf(doing: Promise<unknown>): Promise<string> {
  const error = await doing.then(
    () => null,
    (error_: unknown) => error_,
  );
  const known = [error, error instanceof Error ? error.cause : null].find((each) => each instanceof PurserError);
  const told = `${String(error)} ${JSON.stringify(error)} ${known instanceof PurserError ? known.message : ""}`;
  for (const canary of [secret, "tok_canary", encodeURIComponent(secret)]) expect(told).not.toContain(canary);
  return told;
}

it("a token is fetched with the client's id and secret, for this server and scope, and used for all calls", async () => {
  const authority = new Authority();
  const { url, seen } = await serveGuarded(authority);
  const system = connect(url, { kind: "token-url", url: `${await serve(authority.answer)}/token` });
  expect((await system.list()).operations.length).toBeGreaterThan(0);
  await system.list();
  expect(authority.asked).toHaveLength(1);
  const form = Object.fromEntries(authority.asked[0]?.form ?? []);
  expect(form).toEqual({ grant_type: "client_credentials", resource: url, scope: "billing" });
  expect(new Set(seen)).toEqual(new Set(["tok_canary_1"]));
});

it("the token's address is found by the issuer's metadata, and by the server's own where it gives tokens itself", async () => {
  const authority = new Authority();
  const issuer = await serve(authority.answer);
  const { url } = await serveGuarded(authority);
  expect((await connect(url, { kind: "issuer", url: issuer }).list()).operations.length).toBeGreaterThan(0);

  const alone = await serveGuarded(authority, (path, origin) => {
    if (path === "/.well-known/oauth-protected-resource/mcp")
      return { resource: `${origin}/mcp`, authorization_servers: [origin] };
    if (path === "/.well-known/oauth-authorization-server")
      return { issuer: origin, token_endpoint: `${origin}/token` };
    return path === "/token" ? authority.answer({ ...fromAlone, path }, origin).body : null;
  });
  const encoded = new URLSearchParams({ v: secret }).toString().slice(2);
  const fromAlone: Asked = {
    path: "",
    authorization: `Basic ${Buffer.from(`purser:${encoded}`).toString("base64")}`,
    form: new URLSearchParams(),
  };
  expect((await connect(alone.url, null).list()).operations.length).toBeGreaterThan(0);
});

it("a secret goes to no place that a server or an issuer points to, and not to another issuer than was named", async () => {
  const thief = new Authority();
  const elsewhere = await serve(thief.answer);
  const pointing = await serveGuarded(new Authority(), (path, origin) =>
    path.startsWith("/.well-known/oauth-protected-resource")
      ? { resource: `${origin}/mcp`, authorization_servers: [elsewhere] }
      : null,
  );
  expect(await refusalOf(connect(pointing.url, null).list())).toContain("name it as issuer");

  const authority = new Authority();
  authority.metadata = (origin) => ({ issuer: origin, token_endpoint: `${elsewhere}/token` });
  const moved = { kind: "issuer", url: await serve(authority.answer) } as const;
  expect(await refusalOf(connect(pointing.url, moved).list())).toContain("name that address as tokenUrl");

  authority.metadata = () => ({ issuer: elsewhere, token_endpoint: `${elsewhere}/token` });
  expect(await refusalOf(connect(pointing.url, moved).list())).toContain("another issuer's");
  expect(thief.asked).toEqual([]);
});

it("a token that is refused is replaced once; a second refusal is the answer, and nothing is called", async () => {
  const authority = new Authority();
  const { url, seen } = await serveGuarded(authority);
  const system = connect(url, { kind: "token-url", url: `${await serve(authority.answer)}/token` });
  await system.list();
  authority.valid.clear();
  expect((await system.list()).operations.length).toBeGreaterThan(0);
  expect(authority.asked).toHaveLength(2);
  authority.valid.clear();
  authority.valid.add = () => authority.valid;
  seen.length = 0;
  await refusalOf(system.list());
  expect(seen).toEqual(["tok_canary_2", "tok_canary_3"]);
});

it("a token is kept until a minute before it ends, and callers at the same time share one", async () => {
  const authority = new Authority();
  let nowMs = 0;
  const tokens = tokensAt(`${await serve(authority.answer)}/token`, () => nowMs);
  expect(await Promise.all([tokens.now(), tokens.now(), tokens.now()])).toEqual(Array(3).fill("tok_canary_1"));
  nowMs = 3_539_000;
  expect(await tokens.now()).toBe("tok_canary_1");
  nowMs = 3_540_000;
  authority.lifeSeconds = 20;
  expect(await tokens.now()).toBe("tok_canary_2");
  nowMs += 9_000;
  expect(await tokens.now()).toBe("tok_canary_2");
  nowMs += 1_000;
  expect(await tokens.now()).toBe("tok_canary_3");
});

it("what refuses a token is told by its code, without the secret, and is asked again the next time", async () => {
  const authority = new Authority();
  const { url } = await serveGuarded(authority);
  const at = { kind: "token-url", url: `${await serve(authority.answer)}/token` } as const;
  const told = await refusalOf(connect(url, at, "wrong").list());
  expect(told).toContain("PUR-2950");
  expect(told).toContain("401, invalid_client");
  const broken = { kind: "token-url", url: await serve(() => ({ status: 200, body: { hint: secret } })) } as const;
  expect(await refusalOf(connect(url, broken).list())).toContain("no bearer token");
});
