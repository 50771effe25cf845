import type { CaseId } from "@purser/contract";
import { type CaseState, foldVersion } from "../../server/src/cases/case-state.ts";
import { decide } from "../../server/src/cases/decide.ts";
import { foldLog } from "../../server/src/cases/folding/fold.ts";
import { readStoredState, writeStoredState } from "../../server/src/cases/folding/stored-state.ts";
import { idFromBytes } from "@purser/kit/audit";
import type { Replayed } from "../check/same-replay.ts";

const caseId: CaseId = idFromBytes("case", new Uint8Array(16));

/** The kernel's fold and decide, as the checker is handed them. */
export const kernelReplay: Replayed<CaseState> = {
  fold: (state, event) => foldLog(state, [event], { tenant: "main", caseId }),
  write: writeStoredState,
  read: (text) => {
    const state = readStoredState({ seq: 0, foldVersion, text });
    if (state === null) throw new Error("A state of this version is read.");
    return state;
  },
  decide,
};
