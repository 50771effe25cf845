/** What the solver prints: an atom as it stands, a text without its quotes, or a list. */
export type SExpression =
  | { kind: "atom"; name: string }
  | { kind: "text"; value: string }
  | { kind: "list"; parts: readonly SExpression[] };

const token = /\s*(?:([()])|"((?:[^"]|"")*)"|([^\s()"]+))/y;

/** Reads all expressions of a text. Throws on one that does not end. */
export function readSExpressions(text: string): readonly SExpression[] {
  const reader = new RegExp(token);
  const open: SExpression[][] = [[]];
  while (reader.lastIndex < text.trimEnd().length) {
    const match = reader.exec(text);
    if (match === null) throw new Error(`The solver's answer cannot be read: ${text.slice(0, 200)}`);
    const [, bracket, quoted, name] = match;
    if (bracket === "(") open.push([]);
    else if (bracket === ")") {
      const parts = open.pop() ?? [];
      open.at(-1)?.push({ kind: "list", parts });
    } else if (quoted !== undefined) open.at(-1)?.push({ kind: "text", value: plainText(quoted) });
    else if (name !== undefined) open.at(-1)?.push({ kind: "atom", name });
  }
  const [all] = open;
  if (all === undefined || open.length !== 1)
    throw new Error(`The solver's answer does not end: ${text.slice(0, 200)}`);
  return all;
}

function plainText(quoted: string): string {
  return quoted
    .replaceAll('""', '"')
    .replaceAll(/\\u\{([0-9a-fA-F]+)\}|\\u([0-9a-fA-F]{4})/g, (_match, braced?: string, plain?: string) =>
      String.fromCodePoint(Number.parseInt(braced ?? plain ?? "0", 16)),
    );
}
