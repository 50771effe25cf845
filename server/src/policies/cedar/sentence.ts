import type { SentenceWords } from "@purser/kit";
import type { Expression } from "./expression.ts";
import { partsOf } from "./nesting.ts";
import type { ReadPolicy } from "./read-policy.ts";

/** A policy as a person reads it: what it lets happen or refuses, and when. */
export function sentenceOf({ effect, escalates, actions, conditions }: ReadPolicy, words: SentenceWords): string {
  const what =
    actions === null
      ? "everything"
      : listed(
          actions.map((action) => words.action(action) ?? readable(action)),
          "and",
        );
  const head = effect === "permit" ? `Allows ${what}` : escalates ? `Gives ${what} to a person` : `Refuses ${what}`;
  const parts = conditions.flatMap(({ kind, body }) => {
    const said = withoutGuards(termsOf(body, "&&")).map((term) => phrase(term, words));
    return said.length === 0 ? [] : [`${kind} ${listed(said, "and")}`];
  });
  return parts.length === 0 ? `${head}, always.` : `${head} ${parts.join(", ")}.`;
}

/** Both sides of a chain of one operator, in their order. */
function termsOf(expression: Expression, operator: "&&" | "||" | "+"): readonly Expression[] {
  if (expression.kind !== "binary" || expression.operator !== operator) return [expression];
  return [...termsOf(expression.left, operator), ...termsOf(expression.right, operator)];
}

/**
 * Cedar wants to be asked whether a fact is there before it is used, and whether anybody approved before who did; a person
 * takes both for granted.
 */
function withoutGuards(terms: readonly Expression[]): readonly Expression[] {
  const isNamed = (path: string, by: Expression): boolean =>
    terms.some((other) => other !== by && pathsIn(other).includes(path));
  return terms.filter((term) => {
    if (term.kind === "has") return !isNamed([...pathOf(term.of), ...term.path].join("."), term);
    return pathOf(term).join(".") !== approved || !isNamed("context.assurance.approverRole", term);
  });
}

/** Every path that an expression and its parts name, dotted. */
export function pathsIn(expression: Expression): readonly string[] {
  const own = pathOf(expression).join(".");
  return [own, ...partsOf(expression).flatMap(pathsIn)];
}

/** `context.args.amountMinor` as its names; empty for what is no path. */
function pathOf(expression: Expression): readonly string[] {
  if (expression.kind === "variable") return [expression.name];
  if (expression.kind !== "attribute") return [];
  const before = pathOf(expression.of);
  return before.length === 0 ? [] : [...before, expression.name];
}

function phrase(expression: Expression, words: SentenceWords): string {
  const assurance = assurancePhrase(expression);
  if (assurance !== null) return assurance;
  switch (expression.kind) {
    case "binary":
      return binaryPhrase(expression, words);
    case "has":
      return knownPhrase(expression, "is known");
    case "attribute":
      return booleanPhrase(expression, true);
    case "other":
      return otherPhrase(expression, words);
    case "like":
      return `${valueOf(expression.of, words)} reads like “${expression.pattern.map((part) => part ?? "…").join("")}”`;
    case "is":
      return `the record is of the kind ${expression.type}`;
    case "if":
      return `${phrase(expression.positive, words)} where ${phrase(expression.condition, words)}, and otherwise ${phrase(expression.negative, words)}`;
    case "literal":
    case "variable":
    case "record":
    default:
      return valueOf(expression, words);
  }
}

const comparisons: Readonly<Record<string, string>> = {
  "==": "is",
  "!=": "is not",
  "<": "is less than",
  "<=": "is at most",
  ">": "is more than",
  ">=": "is at least",
};

function binaryPhrase(expression: Extract<Expression, { kind: "binary" }>, words: SentenceWords): string {
  const { operator, left, right } = expression;
  if (operator === "&&")
    return listed(
      withoutGuards(termsOf(expression, "&&")).map((term) => phrase(term, words)),
      "and",
    );
  if (operator === "||")
    return `either ${listed(
      termsOf(expression, "||").map((term) => phrase(term, words)),
      "or",
    )}`;
  const said = comparisons[operator];
  if (said === undefined) return `${valueOf(left, words)} ${operator} ${valueOf(right, words)}`;
  if (operator === "==" && isLiteral(right, true)) return booleanPhrase(left, true);
  if (operator === "==" && isLiteral(right, false)) return booleanPhrase(left, false);
  const isMoney = [left, right].some((side) => pathsIn(side).some((path) => path.endsWith("Minor")));
  const verb = left.kind === "binary" && operator !== "==" ? said.replace(/^is/, "are") : said;
  return `${valueOf(left, words, isMoney)} ${verb} ${valueOf(right, words, isMoney)}`;
}

function otherPhrase(expression: Extract<Expression, { kind: "other" }>, words: SentenceWords): string {
  const { operator, parts } = expression;
  const [only] = parts;
  if (operator === "!" && only !== undefined)
    return only.kind === "attribute"
      ? booleanPhrase(only, false)
      : only.kind === "has"
        ? knownPhrase(only, "is not known")
        : `it is not so that ${phrase(only, words)}`;
  return valueOf(expression, words);
}

const approved = "context.assurance.approved";
const roles = ["anybody", "a teammate or above", "a lead or above", "an admin"];

/** What must have been shown or said, in the words of the guard's own promises; null for everything else. */
function assurancePhrase(expression: Expression): string | null {
  const path = pathOf(expression).join(".");
  if (path === "context.assurance.confirmed") return "the customer has confirmed it";
  if (path === approved) return "a person has approved it";
  if (expression.kind !== "binary" || expression.operator !== ">=" || expression.right.kind !== "literal") return null;
  const least = Number(expression.right.value);
  switch (pathOf(expression.left).join(".")) {
    case "context.assurance.identity":
      return `the customer is known at level ${least} or higher`;
    case "context.assurance.approverRole":
      return `${roles[least] ?? `a person of rank ${least}`} has approved it`;
    case "context.assurance.approvals":
      return `${least} different people have approved it`;
    default:
      return null;
  }
}

const isLiteral = (expression: Expression, value: boolean): boolean =>
  expression.kind === "literal" && expression.value === value;

/** `facts has isCancelled`: “whether it is cancelled is known”. */
function knownPhrase({ of, path }: Extract<Expression, { kind: "has" }>, verb: "is known" | "is not known"): string {
  const name = nameOf([...pathOf(of), ...path]);
  return `${name.startsWith("is ") ? `whether it ${name}` : name} ${verb}`;
}

/** `facts.isFlagged`: “it is flagged”. */
function booleanPhrase(expression: Expression, isTrue: boolean): string {
  const assurance = isTrue ? assurancePhrase(expression) : null;
  if (assurance !== null) return assurance;
  const name = nameOf(pathOf(expression));
  const [verb = "", ...rest] = name.split(" ");
  const known = { is: ["it is", "it is not"], has: ["it has a", "it has no"] }[verb];
  if (known !== undefined) return `${known[isTrue ? 0 : 1]} ${rest.join(" ")}`;
  return `${name} ${isTrue ? "holds" : "does not hold"}`;
}

/** What stands on one side of a comparison, as people say it. */
export function valueOf(expression: Expression, words: SentenceWords, isMoney = false): string {
  switch (expression.kind) {
    case "literal":
      return isMoney && typeof expression.value === "number"
        ? words.money(expression.value)
        : typeof expression.value === "string"
          ? `“${expression.value}”`
          : String(expression.value);
    case "attribute":
    case "variable":
      return nameOf(pathOf(expression));
    case "binary":
      if (expression.operator === "+") {
        const sum = listed(
          termsOf(expression, "+").map((term) => valueOf(term, words, isMoney)),
          "and",
        );
        return `${sum} together`;
      }
      return `${valueOf(expression.left, words, isMoney)} ${expression.operator} ${valueOf(expression.right, words, isMoney)}`;
    case "other":
      return expression.operator === "Set"
        ? listed(
            expression.parts.map((part) => valueOf(part, words, isMoney)),
            "or",
          )
        : `${expression.operator}(${expression.parts.map((part) => valueOf(part, words, isMoney)).join(", ")})`;
    case "has":
    case "if":
    case "like":
    case "is":
      return phrase(expression, words);
    case "record":
    default:
      return "what the policy says";
  }
}

/** `context.facts.daysSinceDelivery`: “days since delivery”. What is asked for is told apart from what is. */
function nameOf(path: readonly string[]): string {
  const [root, part, ...names] = path;
  if (root !== "context") return readable(path.join(" "));
  const name = readable(names.join(" ").replace(/Minor$/, ""));
  if (part === "totals") return `the total of ${name}`;
  return part === "args" ? `the ${name} asked for` : name;
}

function readable(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([a-z])(\d)/gi, "$1 $2")
    .replaceAll(/[_.-]+/g, " ")
    .toLowerCase()
    .trim();
}

function listed(parts: readonly string[], word: "and" | "or"): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} ${word} ${last}`;
}
