import type { Instant, Json, JsonObject } from "@purser/contract";
import type { SeededChance } from "../../scenario.ts";
import type { Systems } from "../../system-client.ts";
import type { Action } from "../../tool.ts";
import type { BehaviourName } from "./behaviour-name.ts";

/**
 * What befalls every write until the world is healed. "Before" means that nothing was done, "after" that it was.
 *
 * `malformed-after`: an answer that is no JSON. `wrong-shape-after`: JSON that says nothing of what was done.
 */
export type WriteFault =
  | "time-out-before"
  | "time-out-after"
  | "server-error-after"
  | "malformed-after"
  | "wrong-shape-after"
  | "refused-connection";

/** The systems of record with which one action is tried, seeded anew for each trial. */
export type WorldUnderTest = {
  /** As the deployment would hand them over, not yet marked with the customer. */
  systems: Systems;
  /** Whose records the generated arguments are about. */
  customerRef: string;
  /** Another customer, who is known and has none of these records. */
  otherCustomerRef: string;
  now: () => Instant;
  /** Moves the clock on; nothing waits for real. */
  advance: (durationMs: number) => void;
  fault: (fault: WriteFault) => void;
  heal: () => void;
  /** Arguments that fit the schema. Most must be carried out in this world; some should be refused by it. */
  generateArgs: (random: SeededChance) => JsonObject;
  /** The records as they can be read now; records by their id, so that a difference has a name. */
  snapshot: () => Promise<Json>;
  /** How many effects and reversals the ledgers show under a key; repeats and refusals are not among them. */
  effects: (key: string) => number;
};

/** A field, wherever it stands in the snapshot, and why it may differ. */
export type ExcusedField = { field: string; because: string };

export type ActionUnderTest = {
  action: Action;
  /** The same seed must give the same world; each call gives a fresh one. */
  open: (seed: number) => Promise<WorldUnderTest>;
  /** Fields that every write moves on, such as a version: they are in no comparison. */
  bookkeeping?: readonly ExcusedField[];
  /** What an undo leaves behind. One that does not show is a mistake too. */
  residue?: readonly ExcusedField[];
  /** Paths into the result that the system decides after it has answered: `execute` cannot know them yet. */
  decidedLater?: readonly ExcusedField[];
  /** Behaviours that the action does not have, each with the reason; one that it has after all is a mistake. */
  skips?: Readonly<Partial<Record<BehaviourName, string>>>;
};

/** An action that an overlay makes of another system's operations, by its name in the overlay. */
export type OverlayUnderTest = Omit<ActionUnderTest, "action"> & { tool: string };

/** Looks at one behaviour and says what is wrong, a sentence each. */
export type Check = (subject: ActionUnderTest) => Promise<readonly string[]>;
