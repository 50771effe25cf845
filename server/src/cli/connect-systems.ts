import { PurserError } from "@purser/contract";
import type { SystemClient, Systems } from "@purser/kit";
import { type Inlet, inletsOf, loadConnections, readyConnections } from "../blueprint/connections.ts";
import { type BlueprintLoad, formatProblem } from "../blueprint/problem.ts";
import type { Runtime, SecretReader } from "./runtime.ts";

export type ConnectedSystems = {
  systems: Systems;
  unknown: readonly string[];
  inlets: ReadonlyMap<string, Inlet>;
  close: () => Promise<void>;
};

/** What whoever starts Purser gives: systems that run on this machine, and the secrets of their webhooks. */
export type GivenSystems = {
  urls: Readonly<Record<string, string>>;
  webhookSecrets: Readonly<Record<string, string>>;
};

/**
 * The ways to the systems of record: by what `connections.yaml` says, else by the given addresses. A system without any
 * answers every request as not sent, so that what needs it goes to a person and nothing is thought to have happened.
 */
export async function connectSystems(
  directory: string,
  given: GivenSystems,
  readSecret: SecretReader,
  runtime: Runtime,
): Promise<ConnectedSystems> {
  const connections = loadedOr(await loadConnections(directory));
  const { ready, unknown } = loadedOr(readyConnections(connections, runtime.environment.variable));
  const withoutAny = unknown.filter((name) => given.urls[name] === undefined);
  const unreachable = Object.fromEntries(withoutAny.map((name) => [name, withoutAddress(name)]));
  const { systems, close } = runtime.connect(ready, { directory, readSecret });
  return {
    systems: { ...runtime.httpSystems(given.urls), ...systems, ...unreachable },
    unknown: withoutAny,
    inlets: inletsOf(connections, runtime.environment.variable, given.webhookSecrets),
    close,
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
