/** The value of a symbol in a model: of sort Bool, Int, String, or a set of whole numbers or texts. */
export type SolverValue = boolean | bigint | string | readonly (bigint | string)[];

/** A problem in SMT-LIB 2: commands that declare symbols, terms that must all hold, symbols whose values are wanted. */
export type SolverProblem = {
  declarations: readonly string[];
  assertions: readonly string[];
  read: readonly string[];
};

/**
 * Whether values exist for which all assertions hold. A symbol without a value may have any. `unknown` is what the solver could not find out in its time, and a
 * model with a value that cannot be written down.
 */
export type SolverAnswer =
  | { kind: "unsatisfiable" }
  | { kind: "satisfiable"; values: ReadonlyMap<string, SolverValue> }
  | { kind: "unknown"; reason: string };

/** The port of a solver. It throws on a problem that is not well formed: that is a bug of whoever wrote it. */
export type Solver = {
  solve: (problem: SolverProblem) => Promise<SolverAnswer>;
  /** Ends its threads; nothing can be asked after that. */
  close: () => Promise<void>;
};
