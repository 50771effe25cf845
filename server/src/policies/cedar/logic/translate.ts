import { smt } from "@purser/kit";
import { unreachable } from "@purser/contract";
import { z } from "zod";
import type { Expression } from "../expression.ts";
import type { EntityScope, ReadPolicy } from "../read-policy.ts";
import {
  areEqual,
  booleanOf,
  chosen,
  entityOf,
  refuseOpaque,
  type SymbolicEntity,
  type SymbolicRecord,
  type SymbolicValue,
} from "./symbolic-value.ts";
import { NotCovered, textTerm } from "./text-term.ts";

/** The variables of Cedar in a question about one action. */
export type SymbolicRequest = {
  principal: SymbolicEntity;
  action: SymbolicEntity;
  resource: SymbolicEntity;
  context: SymbolicRecord;
};

const entityLiteralSchema = z.object({ __entity: z.object({ type: z.string(), id: z.string() }) });

/**
 * When a policy applies, as a term of sort Bool. Throws NotCovered on what has no form.
 *
 * What is loaded cannot fail while it is judged (`whyItMayFail`, strict validation), so a condition is true or false and
 * nothing else; whole numbers need no bits, since no arithmetic of theirs leaves 64.
 */
export function policyTerm(policy: ReadPolicy, request: SymbolicRequest): string {
  const conditions = policy.conditions.map(({ kind, body }) => {
    const term = boolean(body, request);
    return kind === "when" ? term : smt.not(term);
  });
  return smt.and([
    scopeTerm(policy.principal, request.principal),
    scopeTerm(policy.resource, request.resource),
    ...conditions,
  ]);
}

function scopeTerm(scope: EntityScope, entity: SymbolicEntity): string {
  switch (scope.kind) {
    case "all":
      return smt.truth;
    case "one":
      return areEqual(entity, entityOf(scope.entity));
    case "type":
      return scope.type === entity.type ? smt.truth : smt.falsehood;
    default:
      return unreachable(scope);
  }
}

function translate(expression: Expression, request: SymbolicRequest): SymbolicValue {
  switch (expression.kind) {
    case "literal":
      return literal(expression.value);
    case "variable":
      return variable(expression.name, request);
    case "attribute":
      return fieldOf(record(expression.of, request), expression.name).value;
    case "has":
      return booleanOf(hasPath(record(expression.of, request), expression.path));
    case "like":
      return booleanOf(matches(string(expression.of, request), expression.pattern));
    case "record": {
      const fields = [...expression.fields].map(
        ([name, value]) => [name, { isPresent: smt.truth, value: translate(value, request) }] as const,
      );
      return { kind: "record", fields: new Map(fields) };
    }
    case "is": {
      const entity = entityIn(expression.of, request);
      if (entity.type !== expression.type) return booleanOf(smt.falsehood);
      return booleanOf(expression.in === null ? smt.truth : isIn(entity, translate(expression.in, request)));
    }
    case "if":
      return chosen(
        boolean(expression.condition, request),
        translate(expression.positive, request),
        translate(expression.negative, request),
      );
    case "binary":
      return binary(expression, request);
    case "other":
      return other(expression, request);
    default:
      return unreachable(expression);
  }
}

function literal(value: unknown): SymbolicValue {
  if (typeof value === "boolean") return booleanOf(value ? smt.truth : smt.falsehood);
  if (typeof value === "string") return { kind: "string", term: textTerm(value) };
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new NotCovered(`a number as large as ${value}`);
    return { kind: "long", term: smt.wholeNumber(BigInt(value)) };
  }
  const entity = entityLiteralSchema.safeParse(value);
  if (!entity.success) throw new NotCovered("a literal of an unknown kind");
  return entityOf(entity.data.__entity);
}

function variable(name: string, { principal, action, resource, context }: SymbolicRequest): SymbolicValue {
  const value = new Map<string, SymbolicValue>([
    ["principal", principal],
    ["action", action],
    ["resource", resource],
    ["context", context],
  ]).get(name);
  if (value === undefined) throw new NotCovered(`the variable ${name}`);
  return value;
}

function binary(
  { operator, left, right }: Extract<Expression, { kind: "binary" }>,
  request: SymbolicRequest,
): SymbolicValue {
  switch (operator) {
    case "&&":
      return booleanOf(smt.and([boolean(left, request), boolean(right, request)]));
    case "||":
      return booleanOf(smt.or([boolean(left, request), boolean(right, request)]));
    case "==":
      return booleanOf(areEqual(translate(left, request), translate(right, request)));
    case "!=":
      return booleanOf(smt.not(areEqual(translate(left, request), translate(right, request))));
    case "<":
    case "<=":
    case ">":
    case ">=":
      return booleanOf(smt.call(operator, long(left, request), long(right, request)));
    case "+":
    case "-":
    case "*":
      return { kind: "long", term: smt.call(operator, long(left, request), long(right, request)) };
    case "in":
      return booleanOf(isIn(entityIn(left, request), translate(right, request)));
    case "contains":
      return booleanOf(contains(translate(left, request), translate(right, request)));
    case "containsAll":
    case "containsAny":
      return booleanOf(compareSets(operator, translate(left, request), translate(right, request)));
    default:
      throw new NotCovered(`the operator ${operator}`);
  }
}

function other({ operator, parts }: Extract<Expression, { kind: "other" }>, request: SymbolicRequest): SymbolicValue {
  const [first] = parts;
  if (operator === "Set") return setOf(parts.map((part) => translate(part, request)));
  if (first === undefined) throw new NotCovered(`the function ${operator}`);
  switch (operator) {
    case "!":
      return booleanOf(smt.not(boolean(first, request)));
    case "neg":
      return { kind: "long", term: smt.call("-", long(first, request)) };
    case "isEmpty": {
      const { term, element } = set(translate(first, request));
      return booleanOf(smt.call("=", term, emptySet(element)));
    }
    default:
      throw new NotCovered(`the function ${operator}`);
  }
}

function boolean(expression: Expression, request: SymbolicRequest): string {
  const value = translate(expression, request);
  if (value.kind === "boolean") return value.term;
  refuseOpaque(value);
  throw new NotCovered(`a ${value.kind} where a condition is expected`);
}

function long(expression: Expression, request: SymbolicRequest): string {
  const value = translate(expression, request);
  if (value.kind === "long") return value.term;
  refuseOpaque(value);
  throw new NotCovered(`a ${value.kind} where a number is expected`);
}

function string(expression: Expression, request: SymbolicRequest): string {
  const value = translate(expression, request);
  if (value.kind === "string") return value.term;
  refuseOpaque(value);
  throw new NotCovered(`a ${value.kind} where a text is expected`);
}

function record(expression: Expression, request: SymbolicRequest): SymbolicRecord {
  const value = translate(expression, request);
  if (value.kind === "record") return value;
  refuseOpaque(value);
  throw new NotCovered(`an attribute of a ${value.kind}`);
}

function entityIn(expression: Expression, request: SymbolicRequest): SymbolicEntity {
  const value = translate(expression, request);
  if (value.kind === "entity") return value;
  refuseOpaque(value);
  throw new NotCovered(`a ${value.kind} where an entity is expected`);
}

function fieldOf(of: SymbolicRecord, name: string): { isPresent: string; value: SymbolicValue } {
  const field = of.fields.get(name);
  if (field === undefined) throw new NotCovered(`the attribute ${name}, which the schema does not have`);
  return field;
}

function hasPath(of: SymbolicRecord, [name, ...rest]: readonly string[]): string {
  if (name === undefined) return smt.truth;
  const field = of.fields.get(name);
  if (field === undefined) return smt.falsehood;
  if (rest.length === 0) return field.isPresent;
  if (field.value.kind !== "record") throw new NotCovered(`an attribute of a ${field.value.kind}`);
  return smt.and([field.isPresent, hasPath(field.value, rest)]);
}

function matches(term: string, pattern: readonly (string | null)[]): string {
  const parts = pattern.map((part) => (part === null ? "re.all" : smt.call("str.to_re", textTerm(part))));
  const [first] = parts;
  if (first === undefined) return smt.call("=", term, textTerm(""));
  return smt.call("str.in_re", term, parts.length === 1 ? first : smt.call("re.++", ...parts));
}

/** No entity has a parent: `in` is the same entity, or a member of a set of them. */
function isIn(entity: SymbolicEntity, group: SymbolicValue): string {
  if (group.kind === "entity") return areEqual(entity, group);
  if (group.kind === "entities") return smt.or(group.members.map((member) => areEqual(entity, member)));
  throw new NotCovered(`in a ${group.kind}`);
}

type SymbolicSet = Extract<SymbolicValue, { kind: "set" }>;

function set(value: SymbolicValue): SymbolicSet {
  if (value.kind === "set") return value;
  refuseOpaque(value);
  throw new NotCovered(`a ${value.kind} where a set is expected`);
}

function emptySet(element: SymbolicSet["element"]): string {
  return constantSet(element, smt.falsehood);
}

function constantSet(element: SymbolicSet["element"], value: string): string {
  return `((as const (Array ${element} Bool)) ${value})`;
}

function setOf(members: readonly SymbolicValue[]): SymbolicValue {
  const entities = members.filter((member) => member.kind === "entity");
  if (entities.length > 0 && entities.length === members.length) return { kind: "entities", members: entities };
  const scalars = members.filter((member) => member.kind === "long" || member.kind === "string");
  const [first] = scalars;
  if (first === undefined || scalars.length !== members.length || scalars.some(({ kind }) => kind !== first.kind))
    throw new NotCovered("a set of anything but texts, whole numbers or entities");
  const element = first.kind === "long" ? "Int" : "String";
  const term = scalars.reduce((sum, member) => smt.call("store", sum, member.term, smt.truth), emptySet(element));
  return { kind: "set", element, term };
}

function contains(value: SymbolicValue, member: SymbolicValue): string {
  if (value.kind === "entities" && member.kind === "entity") return isIn(member, value);
  const { term, element } = set(value);
  if ((member.kind === "long" && element === "Int") || (member.kind === "string" && element === "String"))
    return smt.call("select", term, member.term);
  throw new NotCovered(`a set that contains a ${member.kind}`);
}

function compareSets(operator: "containsAll" | "containsAny", one: SymbolicValue, other: SymbolicValue): string {
  const [left, right] = [set(one), set(other)];
  if (left.element !== right.element) throw new NotCovered("sets of different elements");
  return operator === "containsAll"
    ? smt.call("=", smt.call("(_ map =>)", right.term, left.term), constantSet(left.element, smt.truth))
    : smt.not(smt.call("=", smt.call("(_ map and)", left.term, right.term), emptySet(left.element)));
}
