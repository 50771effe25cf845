import { PurserError } from "@purser/contract";
import {
  createMcpHandler,
  localhostAllowedOrigins,
  McpServer,
  validateOriginHeader,
} from "@modelcontextprotocol/server";
import type { Hono } from "hono";
import type { ApiServices } from "../api-services.ts";
import { authenticate, requireScope } from "../authenticate.ts";
import { requestLog } from "../request-log.ts";
import { offerCases } from "./case-resources.ts";
import type { McpRequest } from "./mcp-tool.ts";
import { offerTools } from "./offer-tools.ts";

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
  app.all("/mcp", async (context) => {
    if (!validateOriginHeader(context.req.header("origin"), origins).ok) throw new PurserError("PUR-5020", "");
    const caller = authenticate(context.req.header("authorization"), services.keys);
    requireScope(caller, "desk", "use MCP");
    const { raw } = context.req;
    const log = requestLog(context, services);
    const request: McpRequest = { caller, services, log, gone: AbortSignal.any([raw.signal, services.closing]) };
    const handler = createMcpHandler(() => serverFor(request, offers), {
      maxRequestBodySize: largestBodyBytes,
      onerror: (error) => log("warn", "mcp.refused", { reason: error.message }),
    });
    return handler.fetch(raw);
  });
}

function serverFor(request: McpRequest, offers: readonly McpOffer[]): McpServer {
  const { version, world } = request.services;
  const title = `Purser for ${world.blueprints.inForce().settings.name}`;
  const server = new McpServer({ name: "purser", title, version }, { instructions });
  for (const offer of offers) offer(server, request);
  return server;
}

function ownHostOf(publicUrl: string | null): string[] {
  return publicUrl === null ? [] : [new URL(publicUrl).hostname];
}
