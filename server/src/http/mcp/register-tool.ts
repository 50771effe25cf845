import { problemOf } from "@purser/contract";
import type { CallToolResult, McpServer, StandardSchemaWithJSON } from "@modelcontextprotocol/server";
import { z } from "zod";
import { codedError } from "../problem-answer.ts";
import type { McpRequest, McpTool } from "./mcp-tool.ts";

/** Offers a tool. The library lists its schemas; arguments are parsed by the tool itself, so that errors have our codes. */
export function registerTool(server: McpServer, tool: McpTool, request: McpRequest): void {
  const { name, title, description, effect } = tool;
  server.registerTool(
    name,
    {
      title,
      description,
      inputSchema: listed(tool.inputSchema),
      outputSchema: listed(tool.outputSchema),
      annotations: {
        readOnlyHint: effect === "reads",
        destructiveHint: effect === "acts",
        openWorldHint: effect === "acts",
      },
    },
    async (args, context) => {
      const gone = AbortSignal.any([request.gone, context.mcpReq.signal]);
      return answerOf(() => tool.run(args, { ...request, gone }), request);
    },
  );
}

/** What a tool gives, as text and as data; an error with its code, what was kept and what to do. */
async function answerOf(run: () => Promise<object>, { log }: McpRequest): Promise<CallToolResult> {
  try {
    const found: unknown = JSON.parse(JSON.stringify(await run()));
    const structuredContent = z.record(z.string(), z.unknown()).parse(found);
    return { content: [{ type: "text", text: JSON.stringify(structuredContent) }], structuredContent };
  } catch (error) {
    const problem = problemOf(codedError(error, log));
    const { code, detail, title, kept, todo } = problem;
    const text = [`${code}: ${title}`, detail, `Kept: ${kept}`, `What to do: ${todo}`].filter((line) => line !== "");
    return { isError: true, content: [{ type: "text", text: text.join("\n") }], _meta: { "purser/problem": problem } };
  }
}

/** A schema for the list of tools only: whatever is sent passes, since the tool parses it. */
function listed(schema: z.core.$ZodType): StandardSchemaWithJSON {
  return {
    "~standard": {
      version: 1,
      vendor: "purser",
      validate: (value) => ({ value }),
      jsonSchema: { input: () => jsonSchemaOf(schema, "input"), output: () => jsonSchemaOf(schema, "output") },
    },
  };
}

function jsonSchemaOf(schema: z.core.$ZodType, io: "input" | "output"): Record<string, unknown> {
  return { ...z.toJSONSchema(schema, { io, unrepresentable: "any" }) };
}
