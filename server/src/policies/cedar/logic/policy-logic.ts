import {
  type Assurance,
  type IdentityLevel,
  identityLevels,
  type TeammateRole,
  teammateRoleSchema,
  roleRank,
} from "@purser/contract";
import type { PolicyLogic, PolicyQuestion, PolicyTerm, SolverValue } from "@purser/kit";
import { assuranceSymbols, smt } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import type { RecordShape } from "../shape.ts";
import type { ReadPolicy } from "../read-policy.ts";
import { type ActionShape, agentType, contextShape, recordType } from "../vocabulary.ts";
import { policyTerm, type SymbolicRequest } from "./translate.ts";
import { type Leaf, recordIn, type Variables, variablesOf } from "./variables.ts";
import { NotCovered, textTerm } from "./text-term.ts";

/** One action as symbols: what every policy of it is translated over. */
export type ActionSymbols = { action: string; context: RecordShape; request: SymbolicRequest; variables: Variables };

const principal = "principal";
const resource = "resource";

export function symbolsOf(action: string, shape: ActionShape, totals: readonly string[]): ActionSymbols {
  const context = contextShape(shape, totals);
  const variables = variablesOf(context, "");
  const request: SymbolicRequest = {
    principal: { kind: "entity", type: agentType, id: principal },
    action: { kind: "entity", type: "Action", id: textTerm(action) },
    resource: { kind: "entity", type: recordType, id: resource },
    context: variables.record,
  };
  return { action, context, request, variables };
}

/** The policies that can apply to an action, as logic. */
export function policyLogic(symbols: ActionSymbols, policies: readonly ReadPolicy[]): PolicyLogic {
  const { action, context, request, variables } = symbols;
  const terms = policies.map((policy) => termOf(policy, request));
  const free = terms.filter(({ uncovered }) => uncovered !== null);
  const leaves: readonly Leaf[] = [
    ...[principal, resource].map((symbol): Leaf => ({
      symbol,
      path: symbol,
      presences: [],
      shape: { kind: "string" },
    })),
    ...variables.leaves.filter(({ path }) => !path.startsWith("assurance.")),
  ];
  return {
    action,
    symbols: [
      { name: principal, sort: "String", bound: smt.truth },
      { name: resource, sort: "String", bound: smt.call("str.contains", resource, textTerm("/")) },
      ...variables.symbols,
      ...free.map(({ term }) => ({ name: term, sort: "Bool", bound: smt.truth })),
    ],
    policies: terms,
    questionOf: (values) => questionIn(action, context, values),
    partsOf: (values, spoken) => partsIn(leaves, values, spoken),
  };
}

/** The term of one policy; where it has none, a symbol that may be either, so that nothing follows from it. */
export function termOf(policy: ReadPolicy, request: SymbolicRequest): PolicyTerm {
  const { id, effect, escalates, reason, text } = policy;
  const said = { id, effect, escalates, reason };
  try {
    return { ...said, term: policyTerm(policy, request), uncovered: null };
  } catch (error) {
    if (!(error instanceof NotCovered)) throw error;
    // Another text under the same name may decide otherwise.
    return { ...said, term: smt.symbolFor(`uncovered/${id}/${hashOf(text)}`), uncovered: error.message };
  }
}

function questionIn(action: string, context: RecordShape, values: ReadonlyMap<string, SolverValue>): PolicyQuestion {
  const part = (name: "args" | "facts" | "totals") => {
    const shape = context.fields.get(name)?.shape;
    return shape?.kind === "record" ? recordIn(shape, name, values) : {};
  };
  const touched = textOf(values.get(resource));
  const slash = touched.indexOf("/");
  const totals = Object.entries(part("totals")).map(([name, value]) => [name, Number(value)] as const);
  return {
    agent: textOf(values.get(principal)),
    action,
    resource: { type: touched.slice(0, Math.max(0, slash)), id: touched.slice(slash + 1) },
    args: part("args"),
    facts: part("facts"),
    totals: Object.fromEntries(totals),
    assurance: assuranceIn(values),
  };
}

function textOf(value: SolverValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function assuranceIn(values: ReadonlyMap<string, SolverValue>): Assurance {
  const rankOf = (symbol: string) => Number(values.get(symbol) ?? 0);
  const identity: IdentityLevel = identityLevels.find((level) => level === rankOf(assuranceSymbols.identity)) ?? 0;
  const approved = values.get(assuranceSymbols.approved) === true;
  const approvals = rankOf(assuranceSymbols.approvals);
  return {
    identity,
    confirmed: values.get(assuranceSymbols.confirmed) === true,
    approved,
    approverRole: approved ? roleOf(rankOf(assuranceSymbols.approverRole)) : null,
    ...(approved && approvals > 1 ? { approvals } : {}),
  };
}

function roleOf(rank: number): TeammateRole | null {
  return teammateRoleSchema.options.find((role) => roleRank(role) === rank && rank > 0) ?? null;
}

function partsIn(leaves: readonly Leaf[], values: ReadonlyMap<string, SolverValue>, terms: readonly string[]) {
  const spoken = new Set(terms.flatMap((term) => term.split(/[\s()]+/)));
  const parts = new Map<string, SolverValue | null>();
  for (const { symbol, path, presences, shape } of leaves) {
    if (!spoken.has(symbol)) continue;
    const isAbsent = presences.some((presence) => values.get(presence) !== true);
    if (shape === "presence") {
      if (isAbsent || values.get(symbol) !== true) parts.set(path, null);
    } else if (isAbsent) parts.set(path, null);
    else parts.set(path, values.get(symbol) ?? null);
  }
  return parts;
}
