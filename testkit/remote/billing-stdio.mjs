import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { z } from "zod";

// A server that is reached over its standard input; it tells what it was given of the environment.
serveStdio(() => {
  const server = new McpServer({ name: "till", version: "1.0.0" });
  server.registerTool(
    "read_environment",
    {
      description: "Names of variables.",
      inputSchema: z.object({}),
      outputSchema: z.object({ names: z.array(z.string()), token: z.string() }),
    },
    async () => {
      const structuredContent = { names: Object.keys(process.env), token: `token ${process.env.TILL_TOKEN}` };
      return { content: [], structuredContent };
    },
  );
  return server;
});
