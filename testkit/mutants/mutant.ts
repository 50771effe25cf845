import type { Swarm } from "../sim/swarm.ts";

/** An exact change of one source of the product; it fails when its text is not there, or stands there more than once. */
export type Patch = {
  /** From the root of the repository. */
  file: string;
  find: string;
  replace: string;
};

/** A planted bug, with the invariant that must notice it, and what is played until it does. */
export type Mutant = {
  name: `M${number}`;
  what: string;
  invariant: `I${number}`;
  patches: readonly Patch[];
  /** Scenarios by name; what is drawn for each of 200 seeds is tried. */
  plays: readonly string[];
  /** What is tried before anything is drawn: it goes wrong in a run that is calm otherwise. */
  strikes?: readonly Partial<Swarm>[];
};
