import {
  type CaseId,
  type Instant,
  type JsonObject,
  type NewEvent,
  plusMs,
  type Proposal,
  type ProposedStep,
  unreachable,
} from "@purser/contract";
import type { Action } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import { z } from "zod";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import type { ActiveProposal, CaseState, DoneCall, OpenCall } from "../../cases/case-state.ts";
import { appendSeen } from "../append-inlet.ts";
import type { Desk } from "../desk.ts";

/** What has another name in the new version, old to new. */
export type MigrationMapping = {
  procedures: Readonly<Record<string, string>>;
  tools: Readonly<Record<string, string>>;
};

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
  await appendSeen(caseId, by, desk, ({ state, now }) => {
    reasons = whyNotCarried(state, now, to, mapping);
    if (reasons.length > 0)
      return [{ kind: "note.added", body: { by, text: `Not put under ${to.hash}: ${reasons.join(" ")}` } }];
    return [
      ...voided(state),
      {
        kind: "case.migrated",
        body: { from: state.blueprintHash, to: to.hash, by, ...mapping, proposals: renamedProposals(state, mapping) },
      },
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
export function whyNotCarried(
  state: CaseState,
  now: Instant,
  to: Blueprint,
  { procedures, tools }: MigrationMapping,
): readonly string[] {
  const named = new Set([state.procedure, ...state.requests.map(({ procedure }) => procedure)]);
  const missing = [...named].flatMap((name) => {
    const newName = name === null ? null : (procedures[name] ?? name);
    return newName === null || to.procedures.has(newName)
      ? []
      : [`It follows the procedure ${newName}, which there is not.`];
  });
  const actionNow: ActionNow = (tool) => ({
    name: tools[tool] === undefined ? tool : `${tool}, now ${tools[tool]}`,
    action: to.toolbox.actions.get(tools[tool] ?? tool),
  });
  return [
    ...missing,
    ...(to.settings.channels[state.channel] === undefined ? [`There is no channel ${state.channel}.`] : []),
    ...(state.children.some(({ end }) => end === null)
      ? ["Parts of it are cases of their own, which began with the older version."]
      : []),
    ...(state.calls.length > 0 ? ["A call is under way."] : []),
    ...state.proposals.flatMap((proposal) => proposalProblems(proposal, actionNow)),
    ...state.doneCalls.flatMap((call) => undoProblems(call, now, actionNow)),
    ...state.sweeps.flatMap(({ call }) => sweepProblems(call, actionNow)),
  ];
}

/** A tool of the older version: what it is called, and the action that it is in the new one. */
type ActionNow = (tool: string) => { name: string; action: Action | undefined };

function proposalProblems({ step, phase }: ActiveProposal, actionNow: ActionNow): string[] {
  if (phase.kind === "held" || phase.kind === "carrying-out" || phase.kind === "calling")
    return ["What is decided already is being carried out."];
  const calls = step.kind === "call" ? [step.call] : step.kind === "coordinate" ? step.calls : [];
  const found = calls.map(({ tool, args }) => ({ ...actionNow(tool), args }));
  const isOneTwice = new Set(found.map(({ action }) => action)).size < found.length;
  return [
    ...found.flatMap(({ name, action, args }) => {
      if (action === undefined) return [`It has proposed ${name}, which there is not.`];
      return fits(action.input, args) ? [] : [`It has proposed ${name}, with arguments that no longer fit.`];
    }),
    ...(isOneTwice && found.every(({ action }) => action !== undefined)
      ? ["Two actions that it has proposed together would be the same one."]
      : []),
  ];
}

/** What can still be taken back is taken back by the new version's undo, from the arguments and result that are stored. */
function undoProblems(call: DoneCall, now: Instant, actionNow: ActionNow): string[] {
  if (call.isUndone || call.undoOf !== null) return [];
  const { name, action } = actionNow(call.tool);
  if (action === undefined) return [`It has done ${name}, which could not be taken back any more.`];
  const { undo } = action;
  const isOpen =
    (undo.kind === "reversible" || undo.kind === "compensable") && now <= plusMs(call.doneAt, undo.withinMs);
  return isOpen && !(fits(action.input, call.args) && fits(action.output, call.result))
    ? [`It has done ${name}, whose undo does not fit what was done.`]
    : [];
}

/** What is in doubt is looked up again later, by the new version's look-up. */
function sweepProblems({ tool, args }: OpenCall, actionNow: ActionNow): string[] {
  const { name, action } = actionNow(tool);
  return action !== undefined && fits(action.input, args)
    ? []
    : [`It is not settled what became of ${name}, which could not be looked up any more.`];
}

function fits(schema: z.core.$ZodType, value: JsonObject): boolean {
  return z.safeParse(schema, value).success;
}

/** The proposals, also those that are over, that name a tool which has another name now. */
function renamedProposals({ proposals, finished }: CaseState, { tools }: MigrationMapping): RenamedProposal[] {
  return [...finished, ...proposals].flatMap(({ proposalId, step, argsHash }) => {
    const asked = withTools(step, tools);
    const newHash = hashOf(asked);
    return newHash === argsHash ? [] : [{ proposalId, step: asked, argsHash: newHash }];
  });
}
type RenamedProposal = Pick<Proposal, "proposalId" | "step" | "argsHash">;

function withTools(step: ProposedStep, tools: MigrationMapping["tools"]): ProposedStep {
  const renamed = <Named extends { tool: string }>(named: Named): Named => ({
    ...named,
    tool: tools[named.tool] ?? named.tool,
  });
  switch (step.kind) {
    case "call":
      return { ...step, call: renamed(step.call) };
    case "coordinate":
    case "lookup":
      return { ...step, calls: step.calls.map(renamed) };
    case "plan":
      return { ...step, steps: step.steps.map(renamed) };
    case "reply":
    case "ask":
    case "open-cases":
    case "undo":
    case "undo-all":
    case "later":
    case "withdraw":
    case "handoff":
    case "resolve":
      return step;
    default:
      return unreachable(step);
  }
}

function voided({ proposals, pauses }: CaseState): NewEvent[] {
  const given = proposals.flatMap(({ grants }) => grants.map(({ pause }) => pause));
  return [...given, ...pauses].map(({ pauseId, proposalId }) => ({
    kind: "pause.superseded",
    body: { pauseId, proposalId, newProposalId: null, reason: "The case was put under another blueprint version." },
  }));
}
