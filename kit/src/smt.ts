const truth = "true";
const falsehood = "false";

function call(operator: string, ...operands: readonly string[]): string {
  return `(${operator} ${operands.join(" ")})`;
}

/** Of neutral operands nothing is left, a dominant one decides. */
function joined(operator: string, terms: readonly string[], neutral: string, dominant: string): string {
  if (terms.includes(dominant)) return dominant;
  const rest = terms.filter((term) => term !== neutral);
  const [first] = rest;
  if (first === undefined) return neutral;
  return rest.length === 1 ? first : call(operator, ...rest);
}

/** Terms of SMT-LIB 2, as text. */
export const smt = {
  truth,
  falsehood,
  call,
  and: (terms: readonly string[]): string => joined("and", terms, truth, falsehood),
  or: (terms: readonly string[]): string => joined("or", terms, falsehood, truth),
  not: (term: string): string => {
    if (term === truth) return falsehood;
    return term === falsehood ? truth : call("not", term);
  },
  wholeNumber: (value: bigint): string => (value < 0n ? `(- ${-value})` : String(value)),
  /** The term with other values for some symbols. */
  where: (values: Readonly<Record<string, string>>, term: string): string =>
    call(
      "let",
      `(${Object.entries(values)
        .map(([symbol, value]) => `(${symbol} ${value})`)
        .join(" ")})`,
      term,
    ),
  /** A symbol for a dotted path: every character that a symbol may not have is spelt out. */
  symbolFor: (path: string): string =>
    path.replaceAll(/[^A-Za-z0-9_.\-/]/gu, (character) => `$${character.codePointAt(0)?.toString(16) ?? ""}$`),
} as const;
