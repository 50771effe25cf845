import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";

const messageSchema = z.object({
  id: z.union([z.number(), z.string()]).optional(),
  method: z.string().default(""),
  params: z.record(z.string(), z.unknown()).default({}),
});
type Message = z.infer<typeof messageSchema>;

/** What a server that means harm does. Every part that is absent behaves. */
export type Hostile = {
  /** The list of tools, by the page that was asked for. */
  tools?: (page: string | null) => { tools: unknown; nextCursor?: string };
  /** The result of a call. */
  result?: (args: unknown) => unknown;
  /** Answers the request itself, whatever it asks. True when it did. */
  answer?: (message: Message, response: ServerResponse, request: IncomingMessage) => boolean;
};

export type HostileServer = {
  url: string;
  /** The calls that came in, by tool. */
  calls: string[];
  /** All requests: method of HTTP, path and headers. */
  requests: { method: string; path: string; headers: IncomingMessage["headers"] }[];
  hostile: Hostile;
  close: () => Promise<void>;
};

export const goodTool = {
  name: "pay_out",
  description: "Pays money out.",
  inputSchema: { type: "object", properties: { amountMinor: { type: "integer" } }, required: ["amountMinor"] },
  outputSchema: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
};

/** A server of the protocol of 2025 that is written by hand, so that it can do what no library lets it. */
export async function serveHostile(): Promise<HostileServer> {
  const served: HostileServer = { url: "", calls: [], requests: [], hostile: {}, close: async () => undefined };
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    served.requests.push({ method, path: url, headers });
    void bodyOf(request).then((text) => {
      const parsed = messageSchema.safeParse(text === "" ? {} : JSON.parse(text));
      if (!parsed.success) return response.writeHead(400).end();
      return answer(parsed.data, request, response, served);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It does not listen.");
  served.url = `http://127.0.0.1:${address.port}/mcp`;
  served.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return served;
}

function answer(message: Message, request: IncomingMessage, response: ServerResponse, served: HostileServer): unknown {
  const { hostile, calls } = served;
  const { id, method, params } = message;
  if (method === "tools/call") calls.push(String(params["name"]));
  if (hostile.answer?.(message, response, request) === true) return undefined;
  if (id === undefined) return response.writeHead(202).end();
  const result = resultOf(method, params, hostile);
  const body = result === undefined ? { error: { code: -32_601, message: "No such method." } } : { result };
  return response
    .writeHead(200, { "content-type": "application/json" })
    .end(JSON.stringify({ jsonrpc: "2.0", id, ...body }));
}

function resultOf(method: string, params: Message["params"], { tools, result }: Hostile): unknown {
  if (method === "initialize")
    return {
      protocolVersion: "2025-11-25",
      capabilities: { tools: { listChanged: true } },
      serverInfo: { name: "pay", version: "1" },
    };
  if (method === "tools/list")
    return (
      tools?.(
        z
          .string()
          .nullable()
          .parse(params["cursor"] ?? null),
      ) ?? { tools: [goodTool] }
    );
  if (method !== "tools/call") return undefined;
  return result?.(params["arguments"]) ?? { content: [], structuredContent: { id: "P-1" } };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  const incoming: AsyncIterable<Buffer> = request;
  for await (const part of incoming) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
