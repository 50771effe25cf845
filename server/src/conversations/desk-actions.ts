import { type ActedOnCases, type CaseId, type DeskAction, problemOf, PurserError, unreachable } from "@purser/contract";
import type { NoteChange } from "../cases/desk-notes.ts";
import type { Desk } from "./desk.ts";
import { readCaseNow } from "./read-case-now.ts";
import { closeCase } from "./end-case.ts";
import { type Acting, assignCase } from "./teammate-work.ts";

type Result = ActedOnCases["results"][number];
type Done = { isChanged: boolean; undo: DeskAction | null };

/** The desk, and who is meant by an id; that throws PUR-2163 when nobody is. */
type Roster = Desk & { named: (id: string) => Promise<Acting> };

/** Does the same to each of these cases, one after the other. What one of them refuses does not keep the others from it. */
export async function actOnCases(
  caseIds: readonly CaseId[],
  action: DeskAction,
  by: Acting,
  desk: Roster,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const caseId of new Set(caseIds)) results.push(await resultOf(caseId, action, by, desk));
  return results;
}

async function resultOf(caseId: CaseId, action: DeskAction, by: Acting, desk: Roster): Promise<Result> {
  try {
    const { isChanged, undo } = await act(caseId, action, by, desk);
    return isChanged
      ? { caseId, outcome: "changed", problem: null, undo }
      : { caseId, outcome: "unchanged", problem: null, undo: null };
  } catch (error) {
    if (!(error instanceof PurserError)) throw error;
    return { caseId, outcome: "refused", problem: problemOf(error), undo: null };
  }
}

async function act(caseId: CaseId, action: DeskAction, by: Acting, desk: Roster): Promise<Done> {
  switch (action.kind) {
    case "tag":
      return note(caseId, { kind: "tag-added", tag: action.tag }, { kind: "untag", tag: action.tag }, by, desk);
    case "untag":
      return note(caseId, { kind: "tag-removed", tag: action.tag }, { kind: "tag", tag: action.tag }, by, desk);
    case "snooze": {
      const before = await snoozedUntil(caseId, desk);
      const undo: DeskAction = before === null ? { kind: "wake" } : { kind: "snooze", until: before };
      return note(caseId, { kind: "snoozed", until: action.until }, undo, by, desk);
    }
    case "wake": {
      const before = await snoozedUntil(caseId, desk);
      return note(caseId, { kind: "woken" }, before === null ? null : { kind: "snooze", until: before }, by, desk);
    }
    case "assign":
      return assign(caseId, action.teammateId, by, desk);
    case "close":
      await closeCase(caseId, by, { reason: action.reason }, desk);
      return { isChanged: true, undo: null };
    default:
      return unreachable(action);
  }
}

async function snoozedUntil(caseId: CaseId, { store, tenant }: Desk) {
  return (await store.readNotes(tenant, [caseId])).get(caseId)?.snoozedUntil ?? null;
}

async function note(
  caseId: CaseId,
  change: NoteChange,
  undo: DeskAction | null,
  by: Acting,
  { store, tenant }: Desk,
): Promise<Done> {
  const { kind } = await store.changeNotes(tenant, caseId, by.id, change);
  switch (kind) {
    case "changed":
    case "unchanged":
      return { isChanged: kind === "changed", undo };
    case "too-many-tags":
      throw new PurserError("PUR-3300", caseId);
    case "too-late":
      throw new PurserError("PUR-3301", "until" in change ? `It is ${change.until}.` : caseId);
    case "no-such-case":
      throw new PurserError("PUR-2002", caseId);
    case "erased":
      throw new PurserError("PUR-2182", caseId);
    default:
      return unreachable(kind);
  }
}

async function assign(caseId: CaseId, to: string | null, by: Acting, desk: Roster): Promise<Done> {
  const { owner } = (await readCaseNow(caseId, desk)).state;
  await assignCase(caseId, to === null ? null : await desk.named(to), by, desk);
  if (owner.kind === "agent") return { isChanged: true, undo: null };
  const before = owner.kind === "teammate" ? owner.teammateId : owner.assignedTo;
  // Whoever had it and had taken it over gets it back to take.
  return { isChanged: before !== to, undo: { kind: "assign", teammateId: before } };
}
