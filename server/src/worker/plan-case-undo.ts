import type { CaseId, UndoPlan } from "@purser/contract";
import { callName } from "../cases/call-name.ts";
import { readCaseNow } from "../conversations/read-case-now.ts";
import { contextOf, previewOf, withdrawable } from "./preview-undo.ts";
import type { World } from "./world.ts";

/**
 * What of a case can be taken back now, the last first, and what stays, and why: facts read, guard asked of each call, and
 * nothing written. Throws PUR-2002.
 */
export async function planCaseUndo(caseId: CaseId, world: World): Promise<UndoPlan> {
  const caseNow = await readCaseNow(caseId, world);
  const { state } = caseNow;
  const context = await contextOf(caseNow, world);
  const takesBack: UndoPlan["takesBack"] = [];
  const stays: UndoPlan["stays"] = [
    ...state.calls.map((call) => unsettled(call.key, callName(call))),
    ...state.sweeps.map(({ call }) => unsettled(call.key, callName(call))),
  ];
  for (const { phase, step } of state.proposals.toReversed()) {
    if (phase.kind !== "held") continue;
    const { describe, why } = withdrawable(caseId, phase);
    const tool = step.kind === "call" ? step.call.tool : step.kind;
    takesBack.push({ key: phase.key, tool, why, describe: describe ?? tool, verdict: null, residue: null });
  }
  for (const call of state.doneCalls.filter(({ undoOf }) => undoOf === null).toReversed()) {
    const { key, tool } = call;
    if (context === null) {
      stays.push({ key, tool, obstacle: "unknown", why: ["The blueprint version of this case can no longer be run."] });
      continue;
    }
    const { obstacle, why, describe, verdict, residue } = await previewOf(call, context);
    if (obstacle !== null) stays.push({ key, tool, obstacle, why });
    else takesBack.push({ key, tool, why, describe: describe ?? tool, verdict, residue });
  }
  return { caseId, takesBack, stays, isProposed: false };
}

function unsettled(key: UndoPlan["stays"][number]["key"], tool: string): UndoPlan["stays"][number] {
  return { key, tool, obstacle: "unsettled", why: ["Nobody can tell yet whether it happened."] };
}
