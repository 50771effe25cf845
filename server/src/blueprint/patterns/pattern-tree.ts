import { unreachable } from "@purser/contract";

/** A regular expression as far as it takes to make texts that it matches, and to count what matching them takes. */
export type PatternNode =
  /** One character: how it is written, and one that it matches. */
  | { kind: "text"; text: string; source: string }
  /** `^`, `$`, `\b` and `\B`: a place that takes no text. */
  | { kind: "edge"; source: string }
  | { kind: "sequence"; items: readonly PatternNode[] }
  | { kind: "choice"; options: readonly PatternNode[] }
  | { kind: "repeat"; item: PatternNode; least: number; most: number; isLazy: boolean }
  /** What must follow, or must not. */
  | { kind: "ahead"; item: PatternNode; isNegative: boolean }
  /** What takes no text and is taken to hold: looks behind, and back references. */
  | { kind: "nothing" };

/** Reads the source of a regular expression that the engine accepts; what it does not know counts as plain text. */
export function readPattern(source: string): PatternNode {
  return new PatternReader(source).choice();
}

const nothing: PatternNode = { kind: "nothing" };
const classSamples: Readonly<Record<string, string>> = {
  d: "1",
  w: "a",
  s: " ",
  D: "a",
  W: " ",
  S: "a",
  p: "a",
  P: "1",
  n: "\n",
  t: "\t",
  r: "\r",
};
const escapes = /^(?:[pP]\{[^}]*\}|u\{[\dA-Fa-f]+\}|u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2}|c[A-Za-z]|k<\w+>|[1-9]\d*|.)/su;

class PatternReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  choice(): PatternNode {
    const options = [this.#sequence()];
    while (this.#takes("|")) options.push(this.#sequence());
    const [only = nothing] = options;
    return options.length === 1 ? only : { kind: "choice", options };
  }

  #sequence(): PatternNode {
    const items: PatternNode[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#next())) items.push(this.#repeated(this.#atom()));
    return { kind: "sequence", items };
  }

  #repeated(item: PatternNode): PatternNode {
    const found = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})(\??)/.exec(this.#source.slice(this.#at));
    if (found === null) return item;
    this.#at += found[0].length;
    const [written, from, comma, to, lazy] = found;
    const isLazy = lazy === "?";
    if (from === undefined)
      return {
        kind: "repeat",
        item,
        least: written.startsWith("+") ? 1 : 0,
        most: written.startsWith("?") ? 1 : Infinity,
        isLazy,
      };
    const least = Number(from);
    const most = comma === "" ? least : to === "" ? Infinity : Number(to);
    return { kind: "repeat", item, least, most, isLazy };
  }

  #atom(): PatternNode {
    const character = this.#take();
    if (character === "(") return this.#group();
    if (character === "[") return this.#class();
    if (character === "\\") return this.#escape();
    if (character === "^" || character === "$") return { kind: "edge", source: character };
    return { kind: "text", text: character === "." ? "a" : character, source: character };
  }

  #group(): PatternNode {
    const head = /^\?(?:[:=!]|<[=!]|<\w+>)/.exec(this.#source.slice(this.#at))?.[0] ?? "";
    this.#at += head.length;
    const inner = this.choice();
    this.#takes(")");
    if (/^\?<[=!]/.test(head)) return nothing;
    return head === "?=" || head === "?!" ? { kind: "ahead", item: inner, isNegative: head === "?!" } : inner;
  }

  #class(): PatternNode {
    const start = this.#at - 1;
    const isNegated = this.#takes("^");
    const members: string[] = [];
    while (this.#at < this.#source.length && (this.#next() !== "]" || members.length === 0)) {
      const character = this.#take();
      const node = character === "\\" ? this.#escape() : null;
      members.push(node?.kind === "text" ? node.text : character);
    }
    this.#takes("]");
    const [first = "a"] = members;
    return {
      kind: "text",
      text: isNegated ? (["a", "1", " ", "~"].find((each) => !members.includes(each)) ?? "a") : first,
      source: this.#source.slice(start, this.#at),
    };
  }

  #escape(): PatternNode {
    const written = escapes.exec(this.#source.slice(this.#at))?.[0] ?? "";
    this.#at += written.length;
    if (written === "b" || written === "B") return { kind: "edge", source: `\\${written}` };
    if (/^(?:[1-9]|k<)/.test(written)) return nothing;
    const code = /^[ux]\{?([\dA-Fa-f]+)\}?$/.exec(written)?.[1];
    const text = code === undefined ? written.slice(0, 1) : String.fromCodePoint(Number.parseInt(code, 16));
    return { kind: "text", text: code === undefined ? (classSamples[text] ?? text) : text, source: `\\${written}` };
  }

  #next(): string {
    const code = this.#source.codePointAt(this.#at);
    return code === undefined ? "" : String.fromCodePoint(code);
  }

  #take(): string {
    const character = this.#next();
    this.#at += character.length;
    return character;
  }

  #takes(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#at += 1;
    return true;
  }
}

/** A text that the pattern matches, as a rule: parts that may be left out are there `optional` times. */
export function sampleOf(node: PatternNode, optional: 0 | 1 = 0): string {
  switch (node.kind) {
    case "nothing":
    case "edge":
    case "ahead":
      return "";
    case "text":
      return node.text;
    case "sequence":
      return node.items.map((item) => sampleOf(item, optional)).join("");
    case "choice":
      return node.options[0] === undefined ? "" : sampleOf(node.options[0], optional);
    case "repeat":
      return sampleOf(node.item, optional).repeat(Math.max(node.least, Math.min(optional, node.most)));
    default:
      return unreachable(node);
  }
}
