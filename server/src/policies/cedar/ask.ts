import { type Context, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import { approvalsOf, type Assurance, roleRank } from "@purser/contract";
import type { AssuranceField, PolicyAnswer, PolicyQuestion } from "@purser/kit";
import { toCedarRecord } from "./cedar-value.ts";
import type { ReadPolicy } from "./read-policy.ts";
import { type ActionShape, agentType, recordType } from "./vocabulary.ts";

/** What is preparsed for one action: the policies that can apply to it, and what they name of totals and assurance. */
export type PreparedAction = {
  shape: ActionShape;
  policySetId: string;
  schemaName: string;
  totals: readonly string[];
  assurance: readonly AssuranceField[];
  allTotals: readonly string[];
};

/**
 * Asks Cedar one question. Fails closed: a question that does not fit the schema, a diagnostic and an exception are all
 * answers that permit nothing. The catch is deliberate: this answer, unlike a bug elsewhere, must not depend on a caller.
 */
export function askCedar(
  prepared: PreparedAction,
  policies: ReadonlyMap<string, ReadPolicy>,
  question: PolicyQuestion,
): PolicyAnswer {
  try {
    const errors: string[] = [];
    const context = contextOf(prepared, question, errors);
    if (errors.length > 0) return refusal(errors);
    const answer = statefulIsAuthorized({
      principal: { type: agentType, id: question.agent },
      action: { type: "Action", id: question.action },
      resource: { type: recordType, id: `${question.resource.type}/${question.resource.id}` },
      context,
      entities: [],
      validateRequest: true,
      preparsedPolicySetId: prepared.policySetId,
      preparsedSchemaName: prepared.schemaName,
    });
    if (answer.type !== "success") return refusal(answer.errors.map((error) => error.message));
    const { decision, diagnostics } = answer.response;
    const diagnosed = [
      ...diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`),
      ...answer.warnings.map((warning) => warning.message),
    ];
    if (diagnosed.length > 0) return refusal(diagnosed);
    return answerOf(decision === "allow", diagnostics.reason, policies);
  } catch (error) {
    return refusal([`The policy engine failed: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

/** An answer that permits nothing because the question could not be judged. */
export function refusal(errors: readonly string[]): PolicyAnswer {
  return { isPermitted: false, permits: [], forbids: [], errors };
}

function answerOf(
  isPermitted: boolean,
  policyIds: readonly string[],
  policies: ReadonlyMap<string, ReadPolicy>,
): PolicyAnswer {
  const decided = policyIds.map((id) => policies.get(id)).filter((policy) => policy !== undefined);
  if (decided.length !== policyIds.length) return refusal(["The policy engine named a policy that was not loaded."]);
  const reference = ({ id, effect, reason }: ReadPolicy) => ({ id, effect, reason });
  const byId = (one: ReadPolicy, other: ReadPolicy) => (one.id < other.id ? -1 : 1);
  const sorted = decided.toSorted(byId);
  return {
    isPermitted,
    permits: sorted.filter(({ effect }) => effect === "permit").map(reference),
    forbids: sorted
      .filter(({ effect }) => effect === "forbid")
      .map((policy) => ({ ...reference(policy), escalates: policy.escalates })),
    errors: [],
  };
}

function contextOf(prepared: PreparedAction, question: PolicyQuestion, errors: string[]): Context {
  return {
    args: toCedarRecord(prepared.shape.args, question.args, "args", "leave-out", errors),
    facts: toCedarRecord(prepared.shape.facts, question.facts, "facts", "refuse", errors),
    totals: totalsOf(prepared, question, errors),
    assurance: { ...assuranceOf(question.assurance) },
  };
}

/** Totals that no policy of the action names are told as 0: nothing reads them, and Cedar wants every attribute. */
function totalsOf(prepared: PreparedAction, { totals }: PolicyQuestion, errors: string[]): Record<string, number> {
  const values = prepared.allTotals.map((name): [string, number] => {
    if (!prepared.totals.includes(name)) return [name, 0];
    const value = Object.hasOwn(totals, name) ? totals[name] : undefined;
    if (value === undefined || !Number.isSafeInteger(value))
      errors.push(`totals.${name} is ${value === undefined ? "missing" : "not a whole number"}`);
    return [name, value ?? 0];
  });
  return Object.fromEntries(values);
}

export const assuranceFields = ["identity", "confirmed", "approved", "approverRole", "approvals"] as const;

function assuranceOf(assurance: Assurance): Record<AssuranceField, number | boolean> {
  const { identity, confirmed, approved, approverRole } = assurance;
  return { identity, confirmed, approved, approverRole: roleRank(approverRole), approvals: approvalsOf(assurance) };
}
