import { type ESTree, parseSync, Visitor } from "vite";

/** One import of whatever form: static, type, re-exported, dynamic, `require` or `import("x").T`. */
export type Import = { kind: "literal"; target: string } | { kind: "computed"; text: string };

/** A piece of code that a pure folder or the kernel may not have. */
export type Impurity = { kind: "async" | "clock"; text: string };

export type Source =
  | { kind: "read"; imports: readonly Import[]; reExports: readonly string[]; impurities: readonly Impurity[] }
  | { kind: "unreadable"; because: string };

/**
 * Reads what the rules need from one file's text.
 *
 * @param path decides the language by its extension; nothing is read from the disk.
 */
export function readSource(path: string, text: string): Source {
  const parsed = parseSync(path, text);
  const problem = parsed.errors[0];
  if (problem !== undefined) return { kind: "unreadable", because: problem.message };

  const imports: Import[] = [];
  const impurities: Impurity[] = [];
  const lineOf = (node: ESTree.Span): string => text.slice(node.start, node.end).split("\n", 1).join("").slice(0, 80);
  const addTarget = (target: ESTree.Node): void => {
    const literal = literalText(target);
    imports.push(
      literal === undefined ? { kind: "computed", text: lineOf(target) } : { kind: "literal", target: literal },
    );
  };
  const addAsync = (node: ESTree.Span & { async: boolean }): void => {
    if (node.async) impurities.push({ kind: "async", text: lineOf(node) });
  };

  new Visitor({
    ImportDeclaration: (node) => addTarget(node.source),
    ExportAllDeclaration: (node) => addTarget(node.source),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) addTarget(node.source);
    },
    ImportExpression: (node) => addTarget(node.source),
    TSImportType: (node) => addTarget(node.source),
    TSExternalModuleReference: (node) => addTarget(node.expression),
    CallExpression: (node) => {
      const [first] = node.arguments;
      if (isNamed(node.callee, "require") && first !== undefined) addTarget(first);
      if (isNamed(node.callee, "Date")) impurities.push({ kind: "clock", text: lineOf(node) });
    },
    NewExpression: (node) => {
      if (isNamed(node.callee, "Date") && node.arguments.length === 0) {
        impurities.push({ kind: "clock", text: lineOf(node) });
      }
      if (isNamed(node.callee, "Promise")) impurities.push({ kind: "async", text: lineOf(node) });
    },
    MemberExpression: (node) => {
      if (isNamed(node.object, "Promise")) impurities.push({ kind: "async", text: lineOf(node) });
    },
    AwaitExpression: (node) => {
      impurities.push({ kind: "async", text: lineOf(node) });
    },
    ForOfStatement: (node) => {
      if (node.await) impurities.push({ kind: "async", text: lineOf(node) });
    },
    FunctionDeclaration: addAsync,
    FunctionExpression: addAsync,
    ArrowFunctionExpression: addAsync,
  }).visit(parsed.program);

  // The parser's module record also knows `import { a } from …; export { a }`.
  const reExports = parsed.module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => (moduleRequest === null ? [] : [moduleRequest.value])),
  );
  return { kind: "read", imports, reExports, impurities };
}

function isNamed(node: ESTree.Node, name: string): boolean {
  return node.type === "Identifier" && node.name === name;
}

function literalText(node: ESTree.Node): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type !== "TemplateLiteral" || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}
