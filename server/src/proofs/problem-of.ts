import { type PolicySymbol, smt, type SolverProblem } from "@purser/kit";

/** That all assertions hold, with only those symbols that they speak of, once each: what nobody speaks of may be anything. */
export function problemOf(symbols: readonly PolicySymbol[], assertions: readonly string[]): SolverProblem {
  const spoken = new Set(assertions.flatMap((assertion) => assertion.split(/[\s()]+/)));
  const used = symbols.filter(({ name }) => spoken.has(name));
  const declarations = new Set(used.map(({ name, sort }) => `(declare-const ${name} ${sort})`));
  const bounds = new Set(used.map(({ bound }) => bound).filter((bound) => bound !== smt.truth));
  return {
    declarations: [...declarations],
    assertions: [...bounds, ...assertions],
    read: [...new Set(used.map(({ name }) => name))],
  };
}
