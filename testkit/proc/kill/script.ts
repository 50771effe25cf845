import type { JsonObject } from "@purser/contract";
import { type ScriptLine, scriptedReasoner } from "../../../server/src/agent/scripted-reasoner.ts";
import type { Reasoner } from "../../../server/src/agent/reasoner.ts";
import lines from "../../scenarios/script.ts";

/** A message with this in it ends every worker that thinks about it. */
export const poison = "L-POISON";

const label: ScriptLine = {
  matches: /label for (?<reference>LR-\d{5}) of order (?<orderId>L-\d{5})/,
  tool: "create_label",
  args: ({ reference = "", orderId = "" }): JsonObject => ({ reference, orderId }),
  done: () => "Your return label is ready.",
};

/** The same answer to the same case every time, as a recorded one is. */
export const killReasoner: Reasoner = scriptedReasoner([...lines, label]);
