import { type CaseId, PurserError, type ToolCall, defaultQueue } from "@purser/contract";
import { z } from "zod";
import { addNote, type Acting, mayHaveNow } from "../conversations/teammate-work.ts";
import type { Desk } from "../conversations/desk.ts";
import { readCaseNow } from "../conversations/read-case-now.ts";
import { type LookupRead, runLookup } from "../tools/run-lookup.ts";
import { contextOf, whyOf } from "./preview-undo.ts";
import { type StepContext, toolContext } from "./step-context.ts";
import { judgeLookup } from "./steps/lookup.ts";
import type { World } from "./world.ts";

/**
 * The case as lookups outside its loop see it, for somebody who may work on it.
 *
 * @throws PurserError PUR-2002 · PUR-2161 this person may not have the case · PUR-2164 its blueprint can no longer be run.
 */
export async function contextFor(
  caseId: CaseId,
  by: Acting,
  { desk, world }: { desk: Desk; world: World },
): Promise<StepContext> {
  const caseNow = await readCaseNow(caseId, desk);
  const { owner } = caseNow.state;
  if (!mayHaveNow(by, owner.kind === "agent" ? defaultQueue : owner.queue, desk))
    throw new PurserError("PUR-2161", `${caseId} is not ${by.id}'s to work on.`);
  const context = await contextOf(caseNow, world);
  if (context === null) throw new PurserError("PUR-2164", "The blueprint version of this case can no longer be run.");
  return context;
}

/**
 * Looks something up for the customer of a case, for a person who works on cases, under the same guardrails as the agent.
 * That it was looked up, and by whom, is on record before it is read; the reasoner does not learn of it.
 *
 * @throws PurserError PUR-2002 · PUR-2161 this person may not have the case · PUR-2164 no such lookup, or not these
 * arguments · PUR-5021 the guardrails do not allow it as the case stands.
 */
export async function lookUpNow(
  caseId: CaseId,
  call: ToolCall,
  by: Acting,
  { desk, world }: { desk: Desk; world: World },
): Promise<LookupRead["outcome"]> {
  const context = await contextFor(caseId, by, { desk, world });
  const lookup = context.blueprint.toolbox.lookups.get(call.tool);
  if (lookup === undefined) throw new PurserError("PUR-2164", `This case has no lookup ${call.tool}.`);
  const parsed = z.safeParse(lookup.input, call.args);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".") || call.tool}: ${message}`);
    throw new PurserError("PUR-2164", problems.join("; "));
  }
  const asked = { tool: call.tool, args: parsed.data };
  const { judgement } = await judgeLookup(asked, context);
  if (judgement.verdict.kind !== "allow") throw new PurserError("PUR-5021", whyOf(judgement).join(" "));
  await addNote(caseId, by.id, `${by.id} looked up ${call.tool} with ${JSON.stringify(parsed.data)}.`, desk);
  return (await runLookup(asked, context.blueprint.toolbox, toolContext(context))).outcome;
}
