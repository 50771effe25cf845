import type { CaseId, NewEvent } from "@purser/contract";
import { z } from "zod";
import type { Blueprint } from "../blueprint/blueprint.ts";
import type { ActiveProposal, CaseState } from "../cases/case-state.ts";
import { appendSeen } from "./append-inlet.ts";
import type { Desk } from "./desk.ts";

/** What has another name in the new version, old to new. */
export type MigrationMapping = { procedures: Readonly<Record<string, string>> };

export type MigrationResult = { kind: "migrated" } | { kind: "refused"; reasons: readonly string[] };

/**
 * Puts a case under another blueprint version, if that version can carry on what the case is in the middle of. What is
 * proposed is judged anew, so answers that were given under the old version are void and open questions are asked again.
 */
export async function migrateCase(
  caseId: CaseId,
  { to, mapping, by }: { to: Blueprint; mapping: MigrationMapping; by: string },
  desk: Desk,
): Promise<MigrationResult> {
  let reasons: readonly string[] = [];
  await appendSeen(caseId, by, desk, ({ state }) => {
    reasons = whyNotCarried(state, to, mapping);
    if (reasons.length > 0)
      return [{ kind: "note.added", body: { by, text: `Not put under ${to.hash}: ${reasons.join(" ")}` } }];
    return [
      ...voided(state),
      { kind: "case.migrated", body: { from: state.blueprintHash, to: to.hash, by, ...mapping } },
    ];
  });
  if (reasons.length > 0) return { kind: "refused", reasons };
  await desk.store.pinCase(desk.tenant, caseId, to.hash);
  return { kind: "migrated" };
}

/** Gives a case to people, who finish it by hand; the agent does nothing more under its version. */
export function askForHandoff(caseId: CaseId, by: string, reason: string, desk: Desk): Promise<void> {
  return appendSeen(caseId, by, desk, () => [{ kind: "handoff.asked", body: { by, reason } }]);
}

/** Why the state of a case has no place in a version, a sentence each; empty when it has. */
export function whyNotCarried(state: CaseState, to: Blueprint, { procedures }: MigrationMapping): readonly string[] {
  const named = new Set([state.procedure, ...state.requests.map(({ procedure }) => procedure)]);
  const missing = [...named].flatMap((name) => {
    const newName = name === null ? null : (procedures[name] ?? name);
    return newName === null || to.procedures.has(newName)
      ? []
      : [`It follows the procedure ${newName}, which there is not.`];
  });
  const undoable = state.doneCalls.filter(({ isUndone, undoOf }) => !isUndone && undoOf === null);
  return [
    ...missing,
    ...(to.settings.channels[state.channel] === undefined ? [`There is no channel ${state.channel}.`] : []),
    ...(state.children.some(({ end }) => end === null)
      ? ["Parts of it are cases of their own, which began with the older version."]
      : []),
    ...(state.calls.length > 0 ? ["A call is under way."] : []),
    ...state.proposals.flatMap((proposal) => proposalProblems(proposal, to)),
    ...undoable.flatMap(({ tool }) =>
      to.toolbox.actions.has(tool) ? [] : [`It has done ${tool}, which could not be taken back any more.`],
    ),
  ];
}

function proposalProblems({ step, phase }: ActiveProposal, { toolbox }: Blueprint): string[] {
  if (phase.kind === "held" || phase.kind === "carrying-out" || phase.kind === "calling")
    return ["What is decided already is being carried out."];
  const calls = step.kind === "call" ? [step.call] : step.kind === "coordinate" ? step.calls : [];
  return calls.flatMap(({ tool, args }) => {
    const action = toolbox.actions.get(tool);
    if (action === undefined) return [`It has proposed ${tool}, which there is not.`];
    return z.safeParse(action.input, args).success
      ? []
      : [`It has proposed ${tool} with arguments that no longer fit.`];
  });
}

function voided({ proposals, pauses }: CaseState): NewEvent[] {
  const given = proposals.flatMap(({ grants }) => grants.map(({ pause }) => pause));
  return [...given, ...pauses].map(({ pauseId, proposalId }) => ({
    kind: "pause.superseded",
    body: { pauseId, proposalId, newProposalId: null, reason: "The case was put under another blueprint version." },
  }));
}
