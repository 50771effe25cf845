import { PurserError } from "@purser/contract";
import {
  type AuthInfo,
  createMcpHandler,
  localhostAllowedOrigins,
  type McpHttpHandler,
  McpServer,
  validateOriginHeader,
} from "@modelcontextprotocol/server";
import type { Hono } from "hono";
import { admit } from "../admit.ts";
import type { ApiServices } from "../api-services.ts";
import { requireScope } from "../authenticate.ts";
import { requestLog } from "../request-log.ts";
import { caseStoryUri, caseUri, offerCases } from "./case-resources.ts";
import type { McpRequest } from "./mcp-tool.ts";
import { offerTools } from "./offer-tools.ts";
import { errorFields } from "../../trace/error-fields.ts";

/** Adds something to what one caller is offered in one request. */
export type McpOffer = (server: McpServer, request: McpRequest) => void;

/** What a deployment offers. */
export const deploymentOffers: readonly McpOffer[] = [offerTools, offerCases];

const instructions = `Purser works on cases of customers. Read a case with get_case and its log with explain_case.
To act in a case take it over (take_over_case), then call one of the deployment's tools with the caseId: its guardrails decide, the
customer confirms or a teammate approves where they say so, and the answer tells what is awaited. Follow it with get_proposal.
Nobody approves what they proposed. Give the case back with return_case when you are done.`;

/**
 * The Model Context Protocol over streamable HTTP at `/mcp`. Each request is served by itself, for the holder of its key:
 * there are no sessions, so there is no handle that somebody else could use, and any process can answer.
 */
export function serveMcp(
  app: Hono,
  services: ApiServices,
  offers: readonly McpOffer[],
  largestBodyBytes: number,
): void {
  const origins = [...localhostAllowedOrigins(), ...ownHostOf(services.publicUrl)];
  const requests = new WeakMap<AuthInfo, McpRequest>();
  const handler = createMcpHandler(({ authInfo, era }) => serverFor(requestOf(authInfo, requests), era, offers), {
    maxRequestBodySize: largestBodyBytes,
    onerror: (error) => services.telemetry.log("info", "mcp.refused", errorFields(error)),
  });
  tellOfCases(handler, services);
  app.all("/mcp", async (context) => {
    if (!validateOriginHeader(context.req.header("origin"), origins).ok) throw new PurserError("PUR-5020", "");
    const caller = await admit(context.req.header("authorization"), services);
    requireScope(caller, "desk", "use MCP");
    const { raw } = context.req;
    // Who calls, without what they proved it with: nothing that runs for them can pass the key on.
    const authInfo: AuthInfo = { token: "", clientId: caller.id, scopes: [...caller.scopes] };
    requests.set(authInfo, { caller, services, log: requestLog(context, services), gone: raw.signal });
    return handler.fetch(raw, { authInfo });
  });
}

function requestOf(authInfo: AuthInfo | undefined, requests: WeakMap<AuthInfo, McpRequest>): McpRequest {
  const request = authInfo === undefined ? undefined : requests.get(authInfo);
  if (request === undefined) throw new PurserError("PUR-2005", "Nobody has said who calls.");
  return request;
}

function serverFor(request: McpRequest, era: "legacy" | "modern", offers: readonly McpOffer[]): McpServer {
  const { version, world } = request.services;
  const title = `Purser for ${world.blueprints.inForce().settings.name}`;
  // Before the revision 2026-07-28 a subscription belonged to a session, and there is none.
  const capabilities = era === "modern" ? { resources: { subscribe: true } } : {};
  const server = new McpServer({ name: "purser", title, version }, { instructions, capabilities });
  for (const offer of offers) offer(server, request);
  return server;
}

/** Who follows a case hears when it has changed, by whichever process; what has changed they read. Ends with the server. */
function tellOfCases(handler: McpHttpHandler, { desk, closing }: ApiServices): void {
  const unsubscribe = desk.store.subscribe((caseId) => {
    for (const uri of [caseUri(caseId), caseStoryUri(caseId)]) handler.notify.resourceUpdated(uri);
  });
  closing.addEventListener("abort", () => {
    unsubscribe();
    void handler.close();
  });
}

function ownHostOf(publicUrl: string | null): string[] {
  return publicUrl === null ? [] : [new URL(publicUrl).hostname];
}
