import { unreachable } from "@purser/contract";
import { stepCounter } from "./count-steps.ts";
import { type PatternNode, readPattern, sampleOf } from "./pattern-tree.ts";

/** So often that what doubles with each repetition does not end in a lifetime, and anything else ends soon. */
const repetitions = 60;
/** As many as a message of a thousand characters costs a pattern whose effort grows with its square. */
const mostSteps = 2_000_000;
/** From so many on a bounded repetition is tried as an endless one is. */
const manyTimes = 10;
/** What hardly any pattern goes on with, so that a match fails only at the end. */
const tail = "\u0001";

/**
 * Is there a text on which the pattern would hang? Its long repetitions are tried with what they match, many times
 * over, and with an end that does not match: `(a+)+$` has a new way to fail for each way to divide the text. Steps are counted, not
 * time, so that the answer is the same on every machine.
 */
export function isCatastrophic(pattern: string, flags: string): boolean {
  const tree = readPattern(pattern);
  const attacks = [...new Set(attacksOn(tree, ""))];
  const count = stepCounter(tree, flags);
  return attacks.some((text) => count(text, mostSteps).kind === "endless");
}

/** For each long repetition what comes before it, the repeated part many times, and the tail. */
function attacksOn(node: PatternNode, prefix: string): readonly string[] {
  switch (node.kind) {
    case "nothing":
    case "edge":
    case "text":
      return [];
    case "ahead":
      return attacksOn(node.item, prefix);
    case "choice":
      return node.options.flatMap((option) => attacksOn(option, prefix));
    case "sequence":
      return node.items.flatMap((item, index) => {
        const before = node.items.slice(0, index).map((earlier) => sampleOf(earlier));
        return attacksOn(item, prefix + before.join(""));
      });
    case "repeat":
      return [
        ...(node.most >= manyTimes ? pumpsOf(node.item).map((pump) => prefix + pump.repeat(repetitions) + tail) : []),
        ...attacksOn(node.item, prefix),
      ];
    default:
      return unreachable(node);
  }
}

function pumpsOf(node: PatternNode): readonly string[] {
  const options = node.kind === "choice" ? node.options : [node];
  const samples = options.flatMap((option) => [sampleOf(option, 0), sampleOf(option, 1)]);
  return [...new Set([...samples, ...samples.flatMap((sample) => sample.slice(0, 1))])].filter((pump) => pump !== "");
}
