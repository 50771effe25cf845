import { runInNewContext } from "node:vm";
import { unreachable } from "@purser/contract";
import { type PatternNode, readPattern, sampleOf } from "./pattern-tree.ts";

/** So often that what doubles with each repetition does not end in a lifetime, and anything else ends at once. */
const repetitions = 60;
const timeoutMs = 1000;
/** What hardly any pattern goes on with, so that a match fails only at the end. */
const tail = "\u0001";

/**
 * Is there a text on which the pattern would hang? Its endless repetitions are tried with what they match, many times
 * over, and with an end that does not match: `(a+)+$` has a new way to fail for each way to divide the text.
 */
export function isCatastrophic(pattern: string, flags: string): boolean {
  const attacks = [...new Set(attacksOn(readPattern(pattern), ""))];
  return attacks.some((text) => hangs(pattern, flags, text));
}

/** For each endless repetition what comes before it, the repeated part many times, and the tail. */
function attacksOn(node: PatternNode, prefix: string): readonly string[] {
  switch (node.kind) {
    case "nothing":
    case "text":
      return [];
    case "choice":
      return node.options.flatMap((option) => attacksOn(option, prefix));
    case "sequence":
      return node.items.flatMap((item, index) => {
        const before = node.items.slice(0, index).map((earlier) => sampleOf(earlier));
        return attacksOn(item, prefix + before.join(""));
      });
    case "repeat":
      return [
        ...(node.isEndless ? pumpsOf(node.item).map((pump) => prefix + pump.repeat(repetitions) + tail) : []),
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

function hangs(pattern: string, flags: string, text: string): boolean {
  try {
    runInNewContext("new RegExp(pattern, flags).exec(text) !== null", { pattern, flags, text }, { timeout: timeoutMs });
    return false;
  } catch (error) {
    // The error comes from another realm, so it is no Error of this one.
    if (typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT")
      return true;
    throw error;
  }
}
