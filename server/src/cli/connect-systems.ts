import { instantOf, type MissingSetting, PurserError, type SystemState } from "@purser/contract";
import type { SystemClient, Systems } from "@purser/kit";
import {
  type Connections,
  type Inlet,
  inletsOf,
  loadConnections,
  namedByConnection,
  readyConnections,
} from "../blueprint/connections.ts";
import { type BlueprintLoad, formatProblem } from "../blueprint/reading/problem.ts";
import { type WatchedSystem, watchSystems } from "../http/desk/system-watch.ts";
import type { Runtime, SecretReader } from "./runtime.ts";
import { standIns } from "./stand-ins.ts";

export type ConnectedSystems = {
  systems: Systems;
  unknown: readonly string[];
  inlets: ReadonlyMap<string, Inlet>;
  /** How they are doing, as this process sees them. */
  readStates: () => Promise<SystemState[]>;
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
  // The servers that a document names are the last resort, after what connections.yaml and whoever starts Purser say.
  const own = Object.entries(ready).filter(
    ([name, connection]) => connection.kind !== "openapi" || connection.url !== null || given.urls[name] === undefined,
  );
  const { systems, close } = runtime.connect(Object.fromEntries(own), { directory, readSecret });
  const stands = await standIns(directory, runtime.httpSystems(given.urls));
  const inlets = inletsOf(connections, runtime.environment.variable, given.webhookSecrets);
  const watch = watchSystems({ ...stands, ...systems, ...unreachable }, () => instantOf(Date.now()));
  const watched = watchedSystems(connections, { withoutAny, inlets, readSecret });
  return {
    systems: watch.systems,
    unknown: withoutAny,
    inlets,
    readStates: () => watch.read(watched),
    close,
  };
}

type Known = { withoutAny: readonly string[]; inlets: ReadonlyMap<string, Inlet>; readSecret: SecretReader };

function watchedSystems({ systems }: Connections, known: Known): readonly WatchedSystem[] {
  return Object.entries(systems).map(([name, connection]) => {
    const { addressFrom, secrets } = namedByConnection(connection);
    const hasAddress = !known.withoutAny.includes(name);
    const webhooks = known.inlets.get(name)?.secret === null ? [connection.webhooks?.secretFrom ?? null] : [];
    const missing = (what: MissingSetting["what"], names: readonly (string | null)[]): MissingSetting[] =>
      names.map((from) => ({ what, name: from }));
    return {
      name,
      kind: connection.kind,
      hasAddress,
      missing: async () => [
        ...missing("address", hasAddress ? [] : addressFrom.length === 0 ? [null] : addressFrom),
        ...missing("secret", await missingSecrets(secrets, known.readSecret)),
        ...missing("webhook-secret", webhooks),
      ],
    };
  });
}

async function missingSecrets(names: readonly string[], readSecret: SecretReader): Promise<readonly string[]> {
  const isMissing = (name: string): Promise<boolean> =>
    readSecret(name).then(
      () => false,
      () => true,
    );
  const found = await Promise.all([...new Set(names)].map(async (name) => ((await isMissing(name)) ? [name] : [])));
  return found.flat();
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
