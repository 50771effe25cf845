import type { CaseId, NewEvent, Pause, PauseId, PauseState } from "@purser/contract";
import type { CaseState } from "./case-state.ts";
import type { PauseRow } from "./case-store.ts";
import { reassigned } from "./reassigned.ts";

/** The rows of the pauses that these events open or change, each in its newest state; `before` is the state before them. */
export function pauseRowsOf(before: CaseState | null, caseId: CaseId, events: readonly NewEvent[]): PauseRow[] {
  const known = new Map<PauseId, Pause>();
  for (const pause of before?.pauses ?? []) known.set(pause.pauseId, pause);
  for (const { pause } of before?.proposals.flatMap(({ grants }) => grants) ?? []) known.set(pause.pauseId, pause);
  const rows = new Map<PauseId, PauseRow>();
  const change = (pauseId: PauseId, state: PauseState): void => {
    const pause = known.get(pauseId);
    if (pause !== undefined) rows.set(pauseId, rowOf(caseId, pause, state));
  };
  for (const event of events) {
    if (event.kind === "pause.opened") known.set(event.body.pause.pauseId, event.body.pause);
    if (event.kind === "pause.reassigned")
      for (const [pauseId, pause] of known) known.set(pauseId, reassigned(pause, event.body));
    for (const [pauseId, state] of changesOf(event)) change(pauseId, state);
  }
  return [...rows.values()];
}

function changesOf(event: NewEvent): [PauseId, PauseState][] {
  if (event.kind === "pause.opened") return [[event.body.pause.pauseId, "open"]];
  if (event.kind === "pause.reassigned") return [[event.body.pauseId, "open"]];
  if (event.kind === "pause.answered") return [[event.body.pauseId, "answered"]];
  if (event.kind === "pause.expired") return [[event.body.pauseId, "expired"]];
  if (event.kind === "pause.withdrawn") return [[event.body.pauseId, "withdrawn"]];
  if (event.kind === "call.started") return event.body.pauseIds.map((pauseId) => [pauseId, "consumed"]);
  if (event.kind === "pause.superseded" && event.body.pauseId !== null) return [[event.body.pauseId, "superseded"]];
  return [];
}

function rowOf(caseId: CaseId, pause: Pause, state: PauseState): PauseRow {
  const { pauseId, kind, mayAnswer, openedAt, expiresAt } = pause;
  return {
    pauseId,
    caseId,
    kind,
    state,
    mayAnswer: mayAnswer.kind === "customer" ? "customer" : mayAnswer.role,
    openedAt,
    expiresAt,
  };
}
