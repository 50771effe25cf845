import { PurserError, unreachable } from "@purser/contract";
import {
  type Action,
  isUndoable,
  meaningOfStatus,
  type RemoteCall,
  type RemoteReply,
  requestOfCall,
  type SystemClient,
  type SystemReply,
  type SystemRequest,
  type ToolContext,
} from "@purser/kit";
import type { ActionUnderTest, OverlayUnderTest } from "@purser/kit/testing";
import { formatProblem } from "../../blueprint/reading/problem.ts";
import { readFolder } from "../../blueprint/reading/read-files.ts";
import { readYaml } from "../../blueprint/reading/read-yaml.ts";
import { loadOverlays, type OverlayTool } from "../../blueprint/remote/load-overlays.ts";
import { settingsSchema } from "../../blueprint/settings/settings.ts";

/**
 * The tools that a blueprint's overlays make, from the pinned copies of what they are made of.
 *
 * @throws PurserError PUR-2104 for an overlay with mistakes: it makes no tool that could be tried.
 */
export async function loadOverlayTools(blueprint: string): Promise<readonly OverlayTool[]> {
  const { files } = await readFolder(blueprint);
  const text = files.find(({ path }) => path === "blueprint.yaml")?.text ?? "";
  const settings = readYaml("blueprint.yaml", text, settingsSchema);
  const { tools, problems } = loadOverlays(files, settings.kind === "loaded" ? settings.value : null);
  const [problem] = problems;
  if (problem !== undefined) throw new PurserError("PUR-2104", formatProblem(problem));
  return tools;
}

/**
 * An action of an overlay as one that the suite can try: what it asks of its connection goes as requests to the system of the
 * author's world, in the way that the document says, or, for a tool of an MCP server, as `/NAME` with the arguments as body.
 * It never foretells anything, so `simulation` is left out.
 */
export function overlaySubject(
  { tool: name, ...world }: OverlayUnderTest,
  tools: readonly OverlayTool[],
  file: string,
): ActionUnderTest {
  const found = tools.find(({ tool }) => tool.name === name);
  if (found?.tool.kind !== "action")
    throw new PurserError("PUR-2104", `${file}: there is no action ${name} in tools/overlays.`);
  const skips = {
    simulation: "The systems behind an overlay do not tell beforehand what would change.",
    ...world.skips,
  };
  return { ...world, skips, action: overRequests(found.tool, found) };
}

function overRequests(action: Action, origin: OverlayTool): Action {
  const { undo } = action;
  const over = <Context extends ToolContext>(context: Context): Context => {
    const client = context.systems[origin.connection];
    if (client === undefined) return context;
    return { ...context, systems: { ...context.systems, [origin.connection]: remoteOver(client, origin) } };
  };
  return {
    ...action,
    readFacts: (context) => action.readFacts(over(context)),
    simulate: (context) => action.simulate(over(context)),
    execute: (context) => action.execute(over(context)),
    verify: (context) => action.verify(over(context)),
    undo: !isUndoable(undo)
      ? undo
      : {
          ...undo,
          readFacts: (context) => undo.readFacts(over(context)),
          execute: (context) => undo.execute(over(context)),
          verify: (context) => undo.verify(over(context)),
        },
  };
}

function remoteOver(client: SystemClient, { kind, writes }: OverlayTool): SystemClient {
  return {
    request: (request) => client.request(request),
    call: async (call) => {
      const request = kind === "openapi" ? requestOfOperation(call) : requestOfTool(call, writes);
      if (request === null) return { kind: "notSent", detail: "An argument has no place in the address." };
      return replyOf(await client.request(request), kind);
    },
  };
}

function requestOfOperation(call: RemoteCall): SystemRequest | null {
  const request = requestOfCall(call);
  if (request === null) return null;
  const { method, path, query, headers, body } = request;
  const address = query.size === 0 ? path : `${path}?${query.toString()}`;
  const key = call.key === undefined ? {} : { key: call.key };
  return { method, path: address, headers, ...key, ...(body === null ? {} : { body }) };
}

function requestOfTool({ operation, args }: RemoteCall, writes: readonly string[]): SystemRequest {
  return { method: writes.includes(operation.name) ? "POST" : "GET", path: `/${operation.name}`, body: args };
}

const firstServerError = 500;

/** An MCP server's tool that speaks of an error is told apart from a server that does not work by the status. */
function replyOf(reply: SystemReply, kind: OverlayTool["kind"]): RemoteReply {
  switch (reply.kind) {
    case "answered": {
      const { status, body } = reply;
      const meaning = meaningOfStatus(status);
      const detail = `It answers ${status}.`;
      if (meaning === "answered") return { kind: "answered", body };
      if (kind === "openapi") return { kind: meaning, detail };
      return { kind: status < firstServerError ? "reported" : "noAnswer", detail };
    }
    case "garbled":
    case "notSent":
    case "noAnswer":
      return { kind: reply.kind, detail: reply.detail };
    default:
      return unreachable(reply);
  }
}
