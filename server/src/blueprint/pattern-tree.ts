import { unreachable } from "@purser/contract";

/** A regular expression as far as it takes to make texts that it matches; `nothing` stands for what takes no text. */
export type PatternNode =
  | { kind: "text"; text: string }
  | { kind: "sequence"; items: readonly PatternNode[] }
  | { kind: "choice"; options: readonly PatternNode[] }
  | { kind: "repeat"; item: PatternNode; least: number; isEndless: boolean }
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
  n: "\n",
  t: "\t",
  r: "\r",
};

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
    const found = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(this.#source.slice(this.#at));
    if (found === null) return item;
    this.#at += found[0].length;
    const [written, least, comma, most] = found;
    if (least !== undefined)
      return { kind: "repeat", item, least: Number(least), isEndless: comma === "," && most === "" };
    return { kind: "repeat", item, least: written.startsWith("+") ? 1 : 0, isEndless: !written.startsWith("?") };
  }

  #atom(): PatternNode {
    const character = this.#take();
    if (character === "(") return this.#group();
    if (character === "[") return this.#class();
    if (character === "\\") return this.#escape();
    if (character === "^" || character === "$") return nothing;
    return { kind: "text", text: character === "." ? "a" : character };
  }

  #group(): PatternNode {
    const head = /^\?(?:[:=!]|<[=!]|<\w+>)/.exec(this.#source.slice(this.#at))?.[0] ?? "";
    this.#at += head.length;
    const inner = this.choice();
    this.#takes(")");
    return /^\?<?[=!]/.test(head) ? nothing : inner;
  }

  #class(): PatternNode {
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
    };
  }

  #escape(): PatternNode {
    const character = this.#take();
    if (character === "b" || character === "B") return nothing;
    return { kind: "text", text: classSamples[character] ?? character };
  }

  #next(): string {
    return this.#source[this.#at] ?? "";
  }

  #take(): string {
    const character = this.#next();
    this.#at += 1;
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
      return "";
    case "text":
      return node.text;
    case "sequence":
      return node.items.map((item) => sampleOf(item, optional)).join("");
    case "choice":
      return node.options[0] === undefined ? "" : sampleOf(node.options[0], optional);
    case "repeat":
      return sampleOf(node.item, optional).repeat(Math.max(node.least, optional));
    default:
      return unreachable(node);
  }
}
