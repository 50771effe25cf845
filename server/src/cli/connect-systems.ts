import { PurserError } from "@purser/contract";
import type { SystemClient, Systems } from "@purser/kit";
import { type Inlet, inletsOf, loadConnections, systemAddresses } from "../blueprint/connections.ts";
import { type BlueprintLoad, formatProblem } from "../blueprint/problem.ts";
import type { Runtime } from "./runtime.ts";

export type ConnectedSystems = {
  systems: Systems;
  urls: Readonly<Record<string, string>>;
  unknown: readonly string[];
  inlets: ReadonlyMap<string, Inlet>;
};

/**
 * The ways to the systems of record: by the addresses in `connections.yaml`, else by the given ones. A system without
 * any answers every request as not sent, so that what needs it goes to a person and nothing is thought to have happened.
 */
export async function connectSystems(
  directory: string,
  given: { urls: Readonly<Record<string, string>>; webhookSecrets: Readonly<Record<string, string>> },
  runtime: Runtime,
): Promise<ConnectedSystems> {
  const connections = loadedOr(await loadConnections(directory));
  const known = loadedOr(systemAddresses(connections, runtime.environment.variable));
  const urls = { ...given.urls, ...known.urls };
  const unknown = known.unknown.filter((name) => urls[name] === undefined);
  const unreachable = Object.fromEntries(unknown.map((name) => [name, withoutAddress(name)]));
  return {
    systems: { ...runtime.httpSystems(urls), ...unreachable },
    urls,
    unknown,
    inlets: inletsOf(connections, runtime.environment.variable, given.webhookSecrets),
  };
}

/** Throws the first problem's code with all problems, one a line. */
export function loadedOr<Value>(load: BlueprintLoad<Value>): Value {
  if (load.kind === "loaded") return load.value;
  throw new PurserError(load.problems[0]?.code ?? "PUR-2101", load.problems.map(formatProblem).join("\n"));
}

/** A system that nobody can reach. */
export function withoutAddress(name: string): SystemClient {
  return { request: async () => ({ kind: "notSent", detail: `connections.yaml gives no address for ${name}.` }) };
}
