import type { Json, JsonObject } from "@purser/contract";
import { type ASTNode, Environment } from "@marcbachmann/cel-js";

/** What an expression says of some values: true or false, or unknown while something that it needs is not known. */
export type Truth = "true" | "false" | "unknown";

/** A condition over facts, in the Common Expression Language: `exchange.state == "created" && stock.available > 0`. */
export type Expression = {
  text: string;
  /** The dotted paths that it reads; those that stand only in `has(…)` are not needed to know its truth. */
  paths: readonly string[];
  /** What has to be come by for it to hold: `paths`, and what a `has(…)` that is not denied asks for. */
  sought: readonly string[];
  /** All that it reads or asks the presence of. */
  named: readonly string[];
  truth: (values: JsonObject) => Truth;
};

export type CompiledExpression =
  | { kind: "compiled"; expression: Expression }
  | { kind: "invalid"; message: string; offset: number };

const environment = new Environment({ unlistedVariablesAreDyn: true });

/** Reads an expression; `offset` of a mistake counts from the start of the text. */
export function compileExpression(text: string): CompiledExpression {
  try {
    const parsed = environment.parse(text);
    const paths = new Set<string>();
    collectPaths(parsed.ast, paths);
    const sought = new Set(paths);
    collectPresent(parsed.ast, sought);
    const named = new Set(paths);
    collectNamed(parsed.ast, named);
    const truth = (values: JsonObject): Truth => truthOf(() => parsed(nested(values)));
    return { kind: "compiled", expression: { text, paths: [...paths], sought: [...sought], named: [...named], truth } };
  } catch (error) {
    return { kind: "invalid", message: firstLine(error), offset: offsetIn(error) };
  }
}

/** What is known of a fact before there is one. */
export type FactType = "string" | "int" | "bool" | "dyn";

/** What is wrong with a condition, if anything is. */
type ConditionCheck = (text: string) => { message: string; offset: number } | null;

/**
 * Makes ready to say what is wrong with expressions that can be read, over facts of these types: a name that is no fact, a
 * comparison of different types, or a result that is no condition.
 */
export function conditionCheck(facts: ReadonlyMap<string, FactType>): ConditionCheck {
  const typed = new Environment({ unlistedVariablesAreDyn: false });
  for (const [name, schema] of Object.entries(schemaOf(facts))) {
    if (typeof schema === "string") typed.registerVariable(name, schema);
    else typed.registerVariable({ name, schema });
  }
  return (text) => {
    const checked = typed.check(text);
    if (!checked.valid) return { message: typeMistake(checked.error), offset: offsetIn(checked.error) };
    if (checked.type === "bool" || checked.type === "dyn") return null;
    return { message: `It is ${checked.type ?? "nothing"}, and a condition is true or false.`, offset: 0 };
  };
}

/** In the words of a blueprint rather than those of CEL. */
function typeMistake(error: unknown): string {
  const message = firstLine(error);
  const unknown = /^(?:No such key|Unknown variable): (\S+)\.$/.exec(message)?.[1];
  return unknown === undefined
    ? message
    : `Nothing gives ${unknown}: no tool of this procedure, no need and no message.`;
}

type FactSchema = { [name: string]: FactSchema | FactType };

/** Types by dotted path as the nested schema that CEL reads; a fact that also groups others may be anything. */
function schemaOf(facts: ReadonlyMap<string, FactType>): FactSchema {
  const root: FactSchema = {};
  for (const [path, type] of [...facts].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const parts = path.split(".");
    let branch: FactSchema | null = root;
    for (const part of parts.slice(0, -1)) {
      const next: FactSchema | FactType = (branch[part] ??= {});
      branch = typeof next === "string" ? null : next;
      if (branch === null) break;
    }
    if (branch !== null) branch[parts.at(-1) ?? path] = type;
  }
  return root;
}

/** A value that is missing makes CEL throw; that is the one way in which a parsed expression over JSON ends so. */
function truthOf(evaluate: () => unknown): Truth {
  try {
    return evaluate() === true ? "true" : "false";
  } catch {
    return "unknown";
  }
}

/** CEL adds an excerpt below its sentence. */
function firstLine(error: unknown): string {
  const [message = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return `${message || "It cannot be read"}.`;
}

function offsetIn(error: unknown): number {
  if (typeof error !== "object" || error === null || !("range" in error)) return 0;
  const { range } = error;
  if (typeof range !== "object" || range === null || !("start" in range)) return 0;
  return typeof range.start === "number" ? range.start : 0;
}

function collectPaths(node: ASTNode, paths: Set<string>): void {
  const path = pathOf(node);
  if (path !== null) {
    paths.add(path);
    return;
  }
  if (node.op === "call" && node.args[0] === "has") return;
  for (const child of childrenOf(node.args)) collectPaths(child, paths);
}

/** The paths that stand in any `has(…)`. */
function collectNamed(node: ASTNode, paths: Set<string>): void {
  if (node.op === "call" && node.args[0] === "has")
    for (const child of childrenOf(node.args)) collectPaths(child, paths);
  else for (const child of childrenOf(node.args)) collectNamed(child, paths);
}

/** The paths that stand in a `has(…)` which is not denied. */
function collectPresent(node: ASTNode, paths: Set<string>): void {
  if (node.op === "!_") return;
  if (node.op === "call" && node.args[0] === "has") {
    for (const child of childrenOf(node.args)) collectPaths(child, paths);
    return;
  }
  for (const child of childrenOf(node.args)) collectPresent(child, paths);
}

/** `order.line.size` as a path; null for anything else. */
function pathOf(node: ASTNode): string | null {
  if (node.op === "id") return node.args;
  if (node.op !== ".") return null;
  const base = pathOf(node.args[0]);
  return base === null ? null : `${base}.${node.args[1]}`;
}

function childrenOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return isNode(args) ? [args] : [];
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}

/** Values by dotted path as the nested object that expressions and templates read. */
export function nested(values: JsonObject): JsonObject {
  const root: { [key: string]: Json } = {};
  const branches = new Map<string, { [key: string]: Json }>([["", root]]);
  for (const [path, value] of Object.entries(values)) {
    const parts = path.split(".");
    let prefix = "";
    let branch = root;
    for (const part of parts.slice(0, -1)) {
      prefix = prefix === "" ? part : `${prefix}.${part}`;
      const known = branches.get(prefix) ?? {};
      branches.set(prefix, known);
      branch[part] = known;
      branch = known;
    }
    const last = parts.at(-1);
    if (last !== undefined && !branches.has(path)) branch[last] = value;
  }
  return root;
}
