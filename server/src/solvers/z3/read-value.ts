import type { SolverValue } from "@purser/kit";
import type { SExpression } from "./s-expression.ts";

/** The value that the solver printed; null for one that cannot be written down, such as a set without end. */
export function readValue(expression: SExpression): SolverValue | null {
  switch (expression.kind) {
    case "text":
      return expression.value;
    case "atom":
      if (expression.name === "true" || expression.name === "false") return expression.name === "true";
      return /^\d+$/.test(expression.name) ? BigInt(expression.name) : null;
    case "list":
    default: {
      const negative = readNegative(expression);
      return negative ?? readSet(expression);
    }
  }
}

type List = Extract<SExpression, { kind: "list" }>;

/** `(- 5)` */
function readNegative({ parts }: List): bigint | null {
  const [sign, digits] = parts;
  if (parts.length !== 2 || digits === undefined || !isAtom(sign, "-")) return null;
  const value = readValue(digits);
  return typeof value === "bigint" ? -value : null;
}

/** `(store (store ((as const …) false) 1 true) 2 true)`, the outermost member written last. */
function readSet(list: List): readonly (bigint | string)[] | null {
  const members = new Map<bigint | string, boolean>();
  let inner: SExpression | undefined = list;
  for (;;) {
    if (inner?.kind !== "list") return null;
    const [head, base, member, isIn]: readonly (SExpression | undefined)[] = inner.parts;
    if (!isAtom(head, "store")) break;
    const [key, flag] = [member && readValue(member), isIn && readValue(isIn)];
    if ((typeof key !== "bigint" && typeof key !== "string") || typeof flag !== "boolean") return null;
    if (!members.has(key)) members.set(key, flag);
    inner = base;
  }
  const isEmptyBelow = inner.parts.length === 2 && isAtom(inner.parts[1], "false");
  return isEmptyBelow ? [...members].flatMap(([key, isMember]) => (isMember ? [key] : [])) : null;
}

function isAtom(expression: SExpression | undefined, name: string): boolean {
  return expression?.kind === "atom" && expression.name === name;
}
