import type { McpServer } from "@modelcontextprotocol/server";
import { deploymentTools } from "./deployment-tools.ts";
import type { McpRequest, McpTool } from "./mcp-tool.ts";
import { registerTool } from "./register-tool.ts";
import { caseTools } from "./tools/case-tools.ts";
import { pauseTools } from "./tools/pause-tools.ts";
import { undoTools } from "./tools/undo-tools.ts";
import { workTools } from "./tools/work-tools.ts";

const ownTools: readonly McpTool[] = [...caseTools, ...pauseTools, ...workTools, ...undoTools];
const ownNames: ReadonlySet<string> = new Set(ownTools.map(({ name }) => name));

/**
 * Purser's own tools, then those of the blueprint in force. One of the blueprint's that has the name of one of ours is not
 * offered: a caller that means ours must never reach a system of record.
 */
export function offerTools(server: McpServer, request: McpRequest): void {
  const others = deploymentTools(request.services.world.blueprints.inForce().toolbox);
  const offered = others.filter(({ name }) => !ownNames.has(name));
  for (const tool of [...ownTools, ...offered]) registerTool(server, tool, request);
}
