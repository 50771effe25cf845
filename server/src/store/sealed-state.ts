import { type CaseId, PurserError } from "@purser/contract";
import { type SubjectKey, decrypt, encrypt, nonceBytes } from "@purser/kit/audit";
import type { StoredState, SubjectId } from "../cases/case-store.ts";
import type { Random } from "./sealed-event.ts";

/** The stored state of a case, encrypted under the key of its subject. */
export type SealedState = { seq: number; foldVersion: number; subjectId: SubjectId; sealed: Uint8Array };

type CasePlace = { tenant: string; caseId: CaseId };

export function sealState(
  state: StoredState,
  place: CasePlace,
  subject: { subjectId: SubjectId; key: SubjectKey },
  random: Random,
): SealedState {
  const sealed = encrypt(state.text, subject.key, random(nonceBytes), stateContext(place));
  return { seq: state.seq, foldVersion: state.foldVersion, subjectId: subject.subjectId, sealed };
}

/** @throws PurserError PUR-5002 when it does not open with this key. */
export function openState(state: SealedState, place: CasePlace, key: SubjectKey): StoredState {
  try {
    return { seq: state.seq, foldVersion: state.foldVersion, text: decrypt(state.sealed, key, stateContext(place)) };
  } catch (error) {
    throw new PurserError("PUR-5002", `The stored state of ${place.caseId} does not open.`, { cause: error });
  }
}

function stateContext(place: CasePlace): string {
  return `${place.tenant}/${place.caseId}/state`;
}
