import { PurserError, unreachable } from "@purser/contract";
import {
  meaningOfStatus,
  type RemoteCall,
  type RemoteReply,
  requestOfCall,
  type SystemClient,
  type SystemReply,
  type SystemRequest,
  type Systems,
} from "@purser/kit";
import { formatProblem } from "../blueprint/reading/problem.ts";
import { readFolder } from "../blueprint/reading/read-files.ts";
import { readYaml } from "../blueprint/reading/read-yaml.ts";
import { loadOverlays, type OverlayTool } from "../blueprint/remote/load-overlays.ts";
import { settingsSchema } from "../blueprint/settings/settings.ts";

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

/** The systems that run in the place of real ones; what overlays ask of their connections goes to them as requests. */
export async function standIns(blueprint: string, clients: Systems): Promise<Systems> {
  if (Object.keys(clients).length === 0) return clients;
  const tools = await loadOverlayTools(blueprint);
  return Object.fromEntries(
    Object.entries(clients).map(([name, client]) => {
      const own = tools.filter(({ connection }) => connection === name);
      const [first] = own;
      if (first === undefined) return [name, client];
      return [name, remoteOver(client, { kind: first.kind, writes: own.flatMap(({ writes }) => writes) })];
    }),
  );
}

/**
 * A connection whose calls go as requests to a stand-in of the author's: in the way that the document says, or, for a tool of
 * an MCP server, as `/NAME` with the arguments as body.
 */
export function remoteOver(client: SystemClient, { kind, writes }: Pick<OverlayTool, "kind" | "writes">): SystemClient {
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
