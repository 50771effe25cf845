import { z } from "zod";

/** A Cedar expression, read from the JSON form that Cedar gives of a policy. Operators keep Cedar's names. */
export type Expression =
  | { kind: "literal"; value: unknown }
  | { kind: "variable"; name: string }
  | { kind: "attribute"; of: Expression; name: string }
  | { kind: "has"; of: Expression; path: readonly string[] }
  | { kind: "binary"; operator: string; left: Expression; right: Expression }
  | { kind: "if"; condition: Expression; positive: Expression; negative: Expression }
  /** A text of which the pattern has the literal parts in order; null stands for any characters, also none. */
  | { kind: "like"; of: Expression; pattern: readonly (string | null)[] }
  | { kind: "record"; fields: ReadonlyMap<string, Expression> }
  | { kind: "is"; of: Expression; type: string; in: Expression | null }
  /** An operator of one or many operands; `isCall` for a function of an extension such as `ip`. */
  | { kind: "other"; operator: string; parts: readonly Expression[]; isCall: boolean };

// Made once: a schema takes longer to make than to use, and a policy has some thirty nodes.
const nodeSchema = z.record(z.string(), z.unknown());
const listSchema = z.array(z.unknown());
const nameSchema = z.string();
const binarySchema = z.object({ left: z.unknown(), right: z.unknown() });
const unarySchema = z.object({ arg: z.unknown() });
const attributeSchema = z.object({ left: z.unknown(), attr: z.string() });
const hasSchema = z.object({ left: z.unknown(), attr: z.union([z.string(), z.array(z.string())]) });
const ifSchema = z.object({ if: z.unknown(), then: z.unknown(), else: z.unknown() });
const wildcard = "Wildcard";
const likeSchema = z.object({
  left: z.unknown(),
  pattern: z.array(z.union([z.literal(wildcard), z.object({ Literal: z.string() })])),
});
const isSchema = z.object({ left: z.unknown(), entity_type: z.string(), in: z.unknown().optional() });
const unaryOperators = ["!", "neg", "isEmpty"];
const binaryOperators = ["==", "!=", "in", "<", "<=", ">", ">=", "&&", "||", "+", "-", "*"];
const binaryMethods = ["contains", "containsAll", "containsAny", "getTag", "hasTag"];

/** Reads an expression. Throws on a form that it does not know, so that nothing unread is ever believed harmless. */
export function readExpression(json: unknown): Expression {
  const entries = Object.entries(nodeSchema.parse(json));
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) throw new Error("An expression has exactly one operator.");
  const [operator, operand] = entry;
  switch (operator) {
    case "Value":
      return { kind: "literal", value: operand };
    case "Var":
      return { kind: "variable", name: nameSchema.parse(operand) };
    case ".": {
      const { left, attr } = attributeSchema.parse(operand);
      return { kind: "attribute", of: readExpression(left), name: attr };
    }
    case "has": {
      const { left, attr } = hasSchema.parse(operand);
      return { kind: "has", of: readExpression(left), path: typeof attr === "string" ? [attr] : attr };
    }
    case "if-then-else": {
      const branches = ifSchema.parse(operand);
      const [condition, positive, negative] = [
        readExpression(branches.if),
        readExpression(branches.then),
        readExpression(branches.else),
      ];
      return { kind: "if", condition, positive, negative };
    }
    default:
      return readOperator(operator, operand);
  }
}

function readOperator(operator: string, operand: unknown): Expression {
  if (binaryOperators.includes(operator) || binaryMethods.includes(operator)) {
    const { left, right } = binarySchema.parse(operand);
    return { kind: "binary", operator, left: readExpression(left), right: readExpression(right) };
  }
  switch (operator) {
    case "like": {
      const { left, pattern } = likeSchema.parse(operand);
      return {
        kind: "like",
        of: readExpression(left),
        pattern: pattern.map((part) => (part === wildcard ? null : part.Literal)),
      };
    }
    case "Record": {
      const fields = Object.entries(nodeSchema.parse(operand));
      return { kind: "record", fields: new Map(fields.map(([name, value]) => [name, readExpression(value)])) };
    }
    case "is": {
      const test = isSchema.parse(operand);
      const group = test.in === undefined ? null : readExpression(test.in);
      return { kind: "is", of: readExpression(test.left), type: test.entity_type, in: group };
    }
    default:
      return { kind: "other", operator, ...readParts(operator, operand) };
  }
}

function readParts(operator: string, operand: unknown): { parts: readonly Expression[]; isCall: boolean } {
  if (unaryOperators.includes(operator))
    return { parts: [readExpression(unarySchema.parse(operand).arg)], isCall: false };
  if (operator === "Set") return { parts: listSchema.parse(operand).map(readExpression), isCall: false };
  return { parts: listSchema.parse(operand).map(readExpression), isCall: true };
}
