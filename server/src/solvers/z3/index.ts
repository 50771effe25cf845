import { PurserError } from "@purser/contract";
import type { Solver, SolverAnswer, SolverProblem, SolverValue } from "@purser/kit";
import type * as Z3Solver from "z3-solver";
import type { Z3LowLevel, Z3_context, Z3_model, Z3_solver } from "z3-solver";
import { readSExpressions } from "./s-expression.ts";
import { readValue } from "./read-value.ts";

/** How long one question may take. Nothing that guardrails usually say needs a tenth of it. */
const longestMs = 5_000;

/**
 * Z3, as WebAssembly in threads of this process; some 200 MB while it is open. Throws PUR-2191 where the package is not
 * installed: it is an optional dependency.
 *
 * A problem is parsed before the solver's thread is started: a text that is handed to the thread itself is freed before
 * it is read (seen with z3-solver 5.2.0 and `eval_smtlib2_string`).
 */
export async function openZ3(): Promise<Solver> {
  const { init, killThreads } = await load();
  const api = await init();
  const { Z3 } = api;
  const context = Z3.mk_context(Z3.mk_config());
  const solveAlone = async (problem: SolverProblem): Promise<SolverAnswer> => {
    const solver = Z3.mk_simple_solver(context);
    Z3.solver_inc_ref(context, solver);
    try {
      return await solve(problem, Z3, context, solver);
    } finally {
      Z3.solver_dec_ref(context, solver);
    }
  };
  // One thread works for all: a problem waits until the one before it is solved.
  let last: Promise<unknown> = Promise.resolve();
  return {
    solve: (problem) => {
      const answer = last.then(() => solveAlone(problem));
      last = answer.catch(() => undefined);
      return answer;
    },
    close: () => killThreads(api.em),
  };
}

type Z3 = Z3LowLevel["Z3"];

async function solve(
  { declarations, assertions, read }: SolverProblem,
  z3: Z3,
  context: Z3_context,
  solver: Z3_solver,
): Promise<SolverAnswer> {
  const options = z3.mk_params(context);
  z3.params_set_uint(context, options, z3.mk_string_symbol(context, "timeout"), longestMs);
  z3.solver_set_params(context, solver, options);
  const asserted = assertions.map((assertion) => `(assert ${assertion})`);
  z3.solver_from_string(context, solver, [...declarations, ...asserted].join("\n"));
  const fault = z3.get_error_code(context);
  if (fault !== 0) throw new Error(`The solver does not understand the problem: ${z3.get_error_msg(context, fault)}`);
  // An enumeration of Z3: below 0 no, above 0 yes, 0 not known.
  const found: number = await z3.solver_check(context, solver);
  if (found < 0) return { kind: "unsatisfiable" };
  if (found > 0) return readModel(z3, context, z3.solver_get_model(context, solver), new Set(read));
  return { kind: "unknown", reason: `the solver found nothing out in ${longestMs / 1000} s` };
}

/** The values of the symbols that matter to the model; the others may have any. */
function readModel(z3: Z3, context: Z3_context, model: Z3_model, wanted: ReadonlySet<string>): SolverAnswer {
  const values = new Map<string, SolverValue>();
  for (let index = 0; index < z3.model_get_num_consts(context, model); index += 1) {
    const declaration = z3.model_get_const_decl(context, model, index);
    const symbol = z3.get_symbol_string(context, z3.get_decl_name(context, declaration));
    const interpretation = z3.model_get_const_interp(context, model, declaration);
    if (typeof symbol !== "string" || !wanted.has(symbol) || interpretation === null) continue;
    const printed = z3.ast_to_string(context, interpretation);
    const [expression] = readSExpressions(printed);
    const value = expression === undefined ? null : readValue(expression);
    if (value === null)
      return { kind: "unknown", reason: `the solver's example cannot be written down: ${symbol} is ${printed}` };
    values.set(symbol, value);
  }
  return { kind: "satisfiable", values };
}

async function load(): Promise<typeof Z3Solver> {
  try {
    return await import("z3-solver");
  } catch (error) {
    throw new PurserError("PUR-2191", error instanceof Error ? error.message : String(error));
  }
}
