import type { Assurance, JsonObject } from "@purser/contract";
import type { TouchedRecord } from "./tool.ts";

/**
 * One question to the policies. `action` is the tool's name, or `undo_` and the name for taking it back.
 * Numbers are whole; `assurance.approverRole` is told as a rank: 0 nobody, 1 teammate, 2 lead, 3 admin.
 */
export type PolicyQuestion = {
  agent: string;
  action: string;
  resource: TouchedRecord;
  args: JsonObject;
  facts: JsonObject;
  totals: Readonly<Record<string, number>>;
  assurance: Assurance;
};
