import { type Assurance, approvalsOf, roleRank } from "@purser/contract";
import { assuranceSymbols, type PolicyLogic, type PolicySet, type Solver, smt, type SolverValue } from "@purser/kit";
import fc from "fast-check";
import { allAssurances } from "../../server/src/proofs/assurance-space.ts";

type Values = ReadonlyMap<string, SolverValue>;

/**
 * Where the translation of an action's policies and Cedar differ on random requests; null when they do not. Each request is
 * judged by Cedar, and the solver is asked whether any term has another value than Cedar's answer says.
 */
export async function differenceFromCedar(
  action: string,
  policies: PolicySet,
  solver: Solver,
  { runs, seed }: { runs: number; seed: number },
): Promise<readonly unknown[] | null> {
  const logic = policies.logicOf(action);
  const requests = fc.sample(valuesOf(logic, literalsIn(logic, policies)), { numRuns: runs, seed });
  const differs = requests.map((values) => differsFrom(policies.ask(logic.questionOf(values)), logic, values));
  const answer = await solver.solve({ declarations: [], assertions: [smt.or(differs)], read: [] });
  if (answer.kind === "unsatisfiable") return null;
  for (const [index, values] of requests.entries()) {
    const one = await solver.solve({ declarations: [], assertions: [differs[index] ?? smt.falsehood], read: [] });
    if (one.kind !== "unsatisfiable") return [logic.questionOf(values), policies.ask(logic.questionOf(values))];
  }
  return [answer];
}

/** Cedar names the forbids that fired, or else the permits that hold; of the others it says nothing. */
function differsFrom(answer: ReturnType<PolicySet["ask"]>, logic: PolicyLogic, values: Values): string {
  if (answer.errors.length > 0) return smt.truth;
  const named = new Set([...answer.permits, ...answer.forbids].map(({ id }) => id));
  const compared = logic.policies.filter(({ effect }) => effect === "forbid" || answer.forbids.length === 0);
  const wrong = compared.map(({ id, term }) => (named.has(id) ? smt.not(term) : term));
  const terms = Object.fromEntries(logic.symbols.map(({ name, sort }) => [name, valueTerm(values.get(name), sort)]));
  return smt.where(terms, smt.or(wrong));
}

/** Texts and numbers that stand in the policies, and what lies beside them: where a translation would go wrong. */
function literalsIn({ policies: terms }: PolicyLogic, policies: PolicySet) {
  const text = terms.map(({ id }) => policies.textOf(id) ?? "").join("\n");
  const strings = [...text.matchAll(/"([^"\\]*)"/g)].map(([, value]) => value ?? "");
  const numbers = [...text.matchAll(/\b\d+\b/g)].map(([digits]) => BigInt(digits));
  return { strings, numbers: numbers.flatMap((number) => [number - 1n, number, number + 1n]) };
}

function valuesOf(logic: PolicyLogic, { strings, numbers }: ReturnType<typeof literalsIn>): fc.Arbitrary<Values> {
  const string = fc.constantFrom("", "x", "a b", 'q"\\u', "ä", ...strings);
  const largest = BigInt(Number.MAX_SAFE_INTEGER);
  const number = fc.constantFrom(0n, 1n, -1n, largest, -largest, ...numbers);
  const arbitraryOf = (sort: string): fc.Arbitrary<SolverValue> => {
    if (sort === "Bool") return fc.boolean();
    if (sort === "Int") return number;
    if (sort === "String") return string;
    return sort.includes("Int") ? fc.uniqueArray(number, { maxLength: 3 }) : fc.uniqueArray(string, { maxLength: 3 });
  };
  const symbols = logic.symbols.map(({ name, sort }) =>
    fc.tuple(fc.constant(name), name === "resource" ? fc.constant("order/1") : arbitraryOf(sort)),
  );
  return fc
    .tuple(fc.tuple(...symbols), fc.constantFrom(...allAssurances({ isSingleOperator: true })))
    .map(([pairs, assurance]) => new Map([...pairs, ...assuranceValues(assurance)]));
}

function assuranceValues(assurance: Assurance): readonly [string, SolverValue][] {
  return [
    [assuranceSymbols.identity, BigInt(assurance.identity)],
    [assuranceSymbols.confirmed, assurance.confirmed],
    [assuranceSymbols.approved, assurance.approved],
    [assuranceSymbols.approverRole, BigInt(roleRank(assurance.approverRole))],
    [assuranceSymbols.approvals, BigInt(approvalsOf(assurance))],
  ];
}

function valueTerm(value: SolverValue | undefined, sort: string): string {
  if (value === undefined || typeof value === "boolean") return String(value === true);
  if (typeof value === "bigint") return smt.wholeNumber(value);
  if (typeof value === "string") return textTerm(value);
  return value.reduce<string>(
    (sum, member) => smt.call("store", sum, valueTerm(member, ""), smt.truth),
    `((as const ${sort}) false)`,
  );
}

function textTerm(value: string): string {
  return `"${Array.from(value, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`).join("")}"`;
}
