import { type PolicySymbol, smt, type Solver, type SolverAnswer, type SolverProblem } from "@purser/kit";

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

/** Values for which all assertions hold; where there are any without negative numbers, such as people meet them. */
export async function exampleOf(
  symbols: readonly PolicySymbol[],
  assertions: readonly string[],
  solver: Solver,
): Promise<SolverAnswer> {
  const problem = problemOf(symbols, assertions);
  const answer = await solver.solve(problem);
  if (answer.kind !== "satisfiable") return answer;
  const numbers = symbols.filter(({ name, sort }) => sort === "Int" && problem.read.includes(name));
  const natural = numbers.map(({ name }) => smt.call(">=", name, "0"));
  const usual = await solver.solve({ ...problem, assertions: [...problem.assertions, ...natural] });
  return usual.kind === "satisfiable" ? usual : answer;
}
