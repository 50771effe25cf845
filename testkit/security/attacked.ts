import type { Violation } from "../check/history.ts";

/** `calls`: proposals of an action that the kernel answered with a verdict. `allowed`: those of them that were begun. */
export type Attacked = { calls: number; allowed: number; violations: readonly Violation[] };

/** `hijacked` by seed, `injection` by its number in the tables, `forged` by seed. */
export const attackSuites = ["hijacked", "injection", "forged"] as const;
export type AttackSuite = (typeof attackSuites)[number];
