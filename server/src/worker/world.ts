import type { Hash, IdOf, IdPrefix, Instant } from "@purser/contract";
import type { Systems } from "@purser/kit";
import type { Reasoner } from "../agent/reasoner.ts";
import type { Blueprint } from "../blueprint/blueprint.ts";
import type { CaseStore } from "../cases/case-store.ts";

/** Where operators read; never personal data. */
export type OperatorLog = (
  level: "info" | "warn" | "error",
  event: string,
  fields: Readonly<Record<string, string | number | boolean | null>>,
) => void;

/** The blueprints that can be run: the one in force, and those that waiting cases still pin. */
export type Blueprints = { inForce: () => Blueprint; pinned: (hash: Hash) => Promise<Blueprint | null> };

/**
 * The kernel's ports in one object, built in main.ts. All time, randomness, ids, network and storage go through it, so
 * that a simulation can take the place of all of them.
 */
export type World = {
  tenant: string;
  workerId: string;
  /** The store's time, carried on by a monotonic clock since it was last read. */
  now: () => Instant;
  /** Ends early, without an error, when the signal is given. */
  sleep: (durationMs: number, signal: AbortSignal) => Promise<void>;
  id: <Prefix extends IdPrefix>(prefix: Prefix) => IdOf<Prefix>;
  store: CaseStore;
  /** The network to the systems of record. */
  systems: Systems;
  reasoner: Reasoner;
  blueprints: Blueprints;
  deploymentSecret: Uint8Array;
  log: OperatorLog;
};
