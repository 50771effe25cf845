import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { type TeammateRole, problemSchema } from "@purser/contract";
import { z } from "zod";
import { apiKeyOf, type Scope } from "../authenticate.ts";
import { leadKey } from "../testing/test-api.ts";

/** A teammate, another one, a lead and an auditor, each with a key of their own. */
export const people = { ada: "teammate", bob: "teammate", lea: "lead", aud: "auditor" } as const;
export type PersonId = keyof typeof people;

export function keyOf(person: PersonId): string {
  return `pur_${person}_0123456789`;
}

const personsKey = (id: string, role: TeammateRole, scopes: readonly Scope[] = ["desk"]) =>
  apiKeyOf(`pur_${id}_0123456789`, { id: `tm-${id}`, role, scopes });

export const channelOnlyKey = "pur_widget_0123456789";

export const peoplesKeys = [
  personsKey("ada", people.ada),
  personsKey("bob", people.bob),
  personsKey("lea", people.lea),
  personsKey("aud", people.aud),
  personsKey("widget", "teammate", ["channel"]),
];

export type McpProtocol = "2025-11-25" | "2026-07-28";

/** An agent that is connected with a key. */
export type McpAgent = {
  client: Client;
  /** The data of an answer that is no error. */
  call: <Value>(schema: z.core.$ZodType<Value>, tool: string, args?: Record<string, unknown>) => Promise<Value>;
  /** The problem of an answer that is one, and what the model reads of it. */
  refused: (tool: string, args?: Record<string, unknown>) => Promise<z.infer<typeof problemSchema> & { text: string }>;
};

export async function connectAgent(
  url: string,
  key = leadKey,
  protocol: McpProtocol = "2026-07-28",
): Promise<McpAgent> {
  const mode = protocol === "2026-07-28" ? { pin: protocol } : ("legacy" as const);
  const client = new Client({ name: "test-agent", version: "1.0.0" }, { versionNegotiation: { mode } });
  const headers = { authorization: `Bearer ${key}` };
  await client.connect(new StreamableHTTPClientTransport(new URL("/mcp", url), { requestInit: { headers } }));
  const ask = (name: string, args: Record<string, unknown> = {}) => client.callTool({ name, arguments: args });
  return {
    client,
    call: async (schema, tool, args) => {
      const answer = await ask(tool, args);
      if (answer.isError === true) throw new Error(`${tool}: ${JSON.stringify(answer.content)}`);
      return z.parse(schema, answer.structuredContent);
    },
    refused: async (tool, args) => {
      const { isError, content, _meta: meta } = await ask(tool, args);
      if (isError !== true) throw new Error(`${tool} was not refused: ${JSON.stringify(content)}`);
      const [first] = z.array(z.object({ text: z.string() })).parse(content);
      return { ...problemSchema.parse(meta?.["purser/problem"]), text: first?.text ?? "" };
    },
  };
}
