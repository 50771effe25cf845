import { unreachable } from "@purser/contract";
import type { PatternNode } from "./pattern-tree.ts";

/** What a matcher that tries one way after the other does, as engines of regular expressions do. */
type Instruction =
  | { kind: "character"; source: string }
  | { kind: "edge"; source: string }
  /** Goes on at `first`, and at `second` when that fails. */
  | { kind: "either"; first: number; second: number }
  | { kind: "go"; to: number }
  | { kind: "ahead"; inner: readonly Instruction[]; isNegative: boolean }
  | { kind: "mark"; slot: number }
  /** A round of a loop that took no text is none. */
  | { kind: "moved"; slot: number }
  | { kind: "found" };

/** Copies of what is repeated a bounded number of times: more of them fail in no other way. */
const mostCopies = 40;
const mostInstructions = 20_000;

export type Counted = { kind: "found" | "not-found"; steps: number } | { kind: "endless" };

/**
 * Makes ready to look for the pattern in texts, each way after the other, and to count the steps of each search; `endless` where
 * there are `most` or more. Always the same for the same pattern and text, however busy the machine is.
 */
export function stepCounter(pattern: PatternNode, flags: string): (text: string, most: number) => Counted {
  const program = programOf(pattern);
  if (program === null) return () => ({ kind: "endless" });
  const fits = fitting(flags.replaceAll(/[gy]/g, ""));
  return (text, most) => {
    const matcher = new Matcher(text, fits, most);
    for (let start = 0; start <= matcher.length; start += 1)
      if (matcher.runs(program, start))
        return matcher.steps >= most ? { kind: "endless" } : { kind: "found", steps: matcher.steps };
    return { kind: "not-found", steps: matcher.steps };
  };
}

/** Whether a part of a pattern matches a character, found out once for both. */
type Fits = (source: string, character: string) => boolean;

type Mark = { slot: number; at: number; before: Mark | null } | null;
type Way = { pc: number; at: number; marks: Mark };

class Matcher {
  steps = 0;
  readonly #characters: readonly string[];
  readonly #fits: Fits;
  readonly #most: number;

  constructor(text: string, fits: Fits, most: number) {
    this.#characters = Array.from(text);
    this.#fits = fits;
    this.#most = most;
  }

  get length(): number {
    return this.#characters.length;
  }

  /** Also true once there are too many steps: then nothing more is looked for. */
  runs(program: readonly Instruction[], start: number): boolean {
    const ways: Way[] = [{ pc: 0, at: start, marks: null }];
    for (let way = ways.pop(); way !== undefined; way = ways.pop())
      for (let isOpen = true; isOpen;) {
        if ((this.steps += 1) >= this.#most) return true;
        const instruction = program[way.pc];
        if (instruction === undefined || instruction.kind === "found") return true;
        isOpen = this.#goOn(instruction, way, ways);
      }
    return false;
  }

  /** Moves the way on, and false where it ends. It is changed in place: a blueprint's patterns take a million steps. */
  #goOn(instruction: Exclude<Instruction, { kind: "found" }>, way: Way, ways: Way[]): boolean {
    const { at } = way;
    way.pc += 1;
    switch (instruction.kind) {
      case "character":
        way.at += 1;
        return at < this.length && this.#fits(instruction.source, this.#characters[at] ?? "");
      case "edge":
        return this.#isEdge(instruction.source, at);
      case "either":
        ways.push({ pc: instruction.second, at, marks: way.marks });
        way.pc = instruction.first;
        return true;
      case "go":
        way.pc = instruction.to;
        return true;
      case "ahead":
        return this.runs(instruction.inner, at) !== instruction.isNegative;
      case "mark":
        way.marks = { slot: instruction.slot, at, before: way.marks };
        return true;
      case "moved":
        return markOf(instruction.slot, way.marks) !== at;
      default:
        return unreachable(instruction);
    }
  }

  #isEdge(source: string, at: number): boolean {
    if (source === "^") return at === 0;
    if (source === "$") return at === this.length;
    const [before, after] = [at - 1, at].map((place) => this.#fits("\\w", this.#characters[place] ?? ""));
    return (before !== after) === (source === "\\b");
  }
}

function markOf(slot: number, marks: Mark): number | null {
  for (let mark = marks; mark !== null; mark = mark.before) if (mark.slot === slot) return mark.at;
  return null;
}

function fitting(flags: string): Fits {
  const known = new Map<string, { test: (character: string) => boolean; answers: Map<string, boolean> }>();
  return (source, character) => {
    const ofSource = known.get(source) ?? { test: testOf(source, flags), answers: new Map<string, boolean>() };
    known.set(source, ofSource);
    const { test, answers } = ofSource;
    const isMatch = answers.get(character) ?? test(character);
    answers.set(character, isMatch);
    return isMatch;
  };
}

function testOf(source: string, flags: string): (character: string) => boolean {
  try {
    const pattern = new RegExp(`^(?:${source})$`, flags);
    return (character) => pattern.test(character);
  } catch {
    return (character) => source === character;
  }
}

/** Null for one that is too large to be counted. */
function programOf(pattern: PatternNode): readonly Instruction[] | null {
  const writer = new ProgramWriter();
  writer.add(pattern);
  writer.program.push({ kind: "found" });
  return writer.program.length > mostInstructions ? null : writer.program;
}

class ProgramWriter {
  readonly program: Instruction[] = [];
  #slots = 0;

  add(node: PatternNode): void {
    if (this.program.length > mostInstructions) return;
    switch (node.kind) {
      case "nothing":
        return;
      case "text":
        this.program.push({ kind: "character", source: node.source });
        return;
      case "edge":
        this.program.push({ kind: "edge", source: node.source });
        return;
      case "sequence":
        for (const item of node.items) this.add(item);
        return;
      case "choice":
        this.#addChoice(node.options);
        return;
      case "ahead":
        this.program.push({ kind: "ahead", inner: programOf(node.item) ?? [], isNegative: node.isNegative });
        return;
      case "repeat":
        this.#addRepeat(node);
        return;
      default:
        unreachable(node);
    }
  }

  #addChoice([option, ...others]: readonly PatternNode[]): void {
    if (option === undefined) return;
    if (others.length === 0) {
      this.add(option);
      return;
    }
    const fork = this.#reserve();
    this.add(option);
    const exit = this.#reserve();
    this.#fork(fork, false);
    this.#addChoice(others);
    this.program[exit] = { kind: "go", to: this.program.length };
  }

  #addRepeat({ item, least, most, isLazy }: Extract<PatternNode, { kind: "repeat" }>): void {
    for (let copy = 0; copy < Math.min(least, mostCopies); copy += 1) this.add(item);
    if (most === Infinity) {
      const fork = this.#reserve();
      const slot = (this.#slots += 1);
      this.program.push({ kind: "mark", slot });
      this.add(item);
      this.program.push({ kind: "moved", slot }, { kind: "go", to: fork });
      this.#fork(fork, isLazy);
      return;
    }
    const forks: number[] = [];
    for (let copy = least; copy < Math.min(most, mostCopies); copy += 1) {
      forks.push(this.#reserve());
      this.add(item);
    }
    for (const fork of forks) this.#fork(fork, isLazy);
  }

  /** A place for an instruction, until it is known where it leads. */
  #reserve(): number {
    return this.program.push({ kind: "found" }) - 1;
  }

  /** What stands after the place is tried first, or last where it is lazy; the other way goes on from here. */
  #fork(place: number, isLazy: boolean): void {
    const [on, past] = [place + 1, this.program.length];
    this.program[place] = { kind: "either", first: isLazy ? past : on, second: isLazy ? on : past };
  }
}
