import type { Mutant } from "./mutant.ts";

const modules = import.meta.glob<{ default: Mutant }>("./m[0-9]*.ts", { eager: true });

/** Every planted bug, one in each file, in their order. */
export const mutants: readonly Mutant[] = Object.values(modules)
  .map((module) => module.default)
  .toSorted((one, other) => Number(one.name.slice(1)) - Number(other.name.slice(1)));
