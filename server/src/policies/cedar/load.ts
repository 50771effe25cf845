import { preparsePolicySet, preparseSchema, validate } from "@cedar-policy/cedar-wasm/nodejs";
import type { PolicyFile, PolicyLoad, PolicyProblem, PolicySet, PolicyVocabulary } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import { askCedar, assuranceFields, type PreparedAction, refusal } from "./ask.ts";
import { policyLogic, symbolsOf } from "./logic/policy-logic.ts";
import { limitsOf } from "./limits.ts";
import { readConditions } from "./logic/read-conditions.ts";
import { whyNotMonotone } from "./monotone.ts";
import { namedInContext } from "./named-in-context.ts";
import { whyItMayFail } from "./never-fails.ts";
import { cedarProblem, problemAt, readFiles } from "./read-files.ts";
import type { ReadPolicy } from "./read-policy.ts";
import { sentenceOf } from "./sentence.ts";
import { type CedarVocabulary, readVocabulary, schemaOf } from "./vocabulary.ts";

/**
 * Loads policies: read, validated strictly, checked to be monotone and free of errors, preparsed. All problems are told
 * at once; one is enough to load nothing.
 */
export function loadPolicies(unsorted: readonly PolicyFile[], words: PolicyVocabulary): PolicyLoad {
  const files = unsorted.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const { vocabulary, problems: toolProblems } = readVocabulary(words);
  const { policies, problems: fileProblems } = readFiles(files);
  const fileOf = new Map(files.map((file) => [file.path, file]));
  const checks = toolProblems.length > 0 ? [] : validationProblems(policies, vocabulary, fileOf);
  const problems = [
    ...toolProblems,
    ...fileProblems,
    ...checks,
    ...policies.flatMap((policy) => ownProblems(policy, fileOf)),
  ];
  if (problems.length > 0) return { kind: "rejected", problems: problems.toSorted(inReadingOrder) };
  return prepare(files, policies, vocabulary);
}

/** What is wrong with the policies whatever the tools are: how they are written, and that they are monotone. */
export function checkPolicies(unsorted: readonly PolicyFile[]): readonly PolicyProblem[] {
  const files = unsorted.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const { policies, problems } = readFiles(files);
  const fileOf = new Map(files.map((file) => [file.path, file]));
  return [...problems, ...policies.flatMap((policy) => ownProblems(policy, fileOf))].toSorted(inReadingOrder);
}

type FilesByPath = ReadonlyMap<string, PolicyFile>;

function inReadingOrder(one: PolicyProblem, other: PolicyProblem): number {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}

function ownProblems(policy: ReadPolicy, fileOf: FilesByPath): readonly PolicyProblem[] {
  const file = fileOf.get(policy.path) ?? policy;
  const nonMonotone = whyNotMonotone(policy);
  const mayFail = whyItMayFail(policy);
  return [
    ...(nonMonotone === null ? [] : [problemAt("PUR-2110", file, policy.index, `${policy.id}: ${nonMonotone}`)]),
    ...(mayFail === null ? [] : [problemAt("PUR-2109", file, policy.index, `${policy.id}: ${mayFail}`)]),
  ];
}

/** What strict validation finds. The warnings of a policy that has errors follow from these and are left out. */
function validationProblems(
  policies: readonly ReadPolicy[],
  { schema }: CedarVocabulary,
  fileOf: FilesByPath,
): readonly PolicyProblem[] {
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  const answer = validate({
    schema,
    policies: { staticPolicies: textsOf(policies) },
    validationSettings: { mode: "strict" },
  });
  const general = answer.type === "success" ? answer.otherWarnings : [...answer.errors, ...answer.warnings];
  const problems = general.map((error): PolicyProblem => ({
    code: "PUR-2109",
    path: policies[0]?.path ?? "guardrails",
    line: 1,
    column: 1,
    message: error.message,
  }));
  if (answer.type !== "success") return problems;
  const wrong = new Set(answer.validationErrors.map(({ policyId }) => policyId));
  const findings = [
    ...answer.validationErrors,
    ...answer.validationWarnings.filter(({ policyId }) => !wrong.has(policyId)),
  ];
  for (const { policyId, error } of findings) {
    const policy = byId.get(policyId);
    const file = fileOf.get(policy?.path ?? "");
    if (policy === undefined || file === undefined)
      problems.push({ code: "PUR-2109", path: "guardrails", line: 1, column: 1, message: error.message });
    else problems.push(cedarProblem(file, policy.index, policy.text, error));
  }
  return onePerPlace(problems);
}

/** Cedar tells a mistake once for each action that the policy may apply to, in no certain order; a person reads it once. */
function onePerPlace(problems: readonly PolicyProblem[]): readonly PolicyProblem[] {
  const sorted = problems.toSorted((one, other) => (one.message < other.message ? -1 : 1));
  const byPlace = new Map<string, PolicyProblem>();
  for (const problem of sorted) {
    const place = `${problem.path}:${problem.line}:${problem.column}`;
    if (!byPlace.has(place)) byPlace.set(place, problem);
  }
  return [...byPlace.values()];
}

function textsOf(policies: readonly ReadPolicy[]): Record<string, string> {
  return Object.fromEntries(policies.map(({ id, text }) => [id, text]));
}

/**
 * Preparses for each action one policy set, of the policies that can apply to it, and one schema, of the action alone: Cedar
 * copies both for each answer, so small ones are faster. The names hold the hashes of policies and schema, so that one
 * name never means two things.
 */
function prepare(
  files: readonly PolicyFile[],
  policies: readonly ReadPolicy[],
  vocabulary: CedarVocabulary,
): PolicyLoad {
  const hash = hashOf(files.map(({ path, text }) => ({ path, text })));
  const loadName = `${hash}:${hashOf(JSON.stringify(vocabulary.schema))}`;
  const failures: string[] = [];
  const prepared = new Map<string, PreparedAction>();
  for (const [action, shape] of vocabulary.actions) {
    const applicable = applicableTo(action, policies);
    const preparedName = `${loadName}:${action}`;
    const parses = [
      preparsePolicySet(preparedName, { staticPolicies: textsOf(applicable) }),
      preparseSchema(preparedName, schemaOf(new Map([[action, shape]]), vocabulary.totals)),
    ];
    for (const parse of parses)
      if (parse.type !== "success") failures.push(...parse.errors.map((error) => error.message));
    const totals = applicable.flatMap((policy) => namedInContext(policy, { record: "totals", all: vocabulary.totals }));
    const assurance = applicable.flatMap((policy) =>
      namedInContext(policy, { record: "assurance", all: assuranceFields }),
    );
    prepared.set(action, {
      shape,
      policySetId: preparedName,
      schemaName: preparedName,
      totals: [...new Set(totals)].sort(),
      assurance: [...new Set(assurance)],
      allTotals: vocabulary.totals,
    });
  }
  if (failures.length > 0)
    return {
      kind: "rejected",
      problems: failures.map((message) => ({ code: "PUR-2109", path: "guardrails", line: 1, column: 1, message })),
    };
  const limits = policies.flatMap((policy) => limitsOf(policy, files));
  return { kind: "loaded", policies: policySet({ hash, limits }, policies, prepared, vocabulary) };
}

function applicableTo(action: string, policies: readonly ReadPolicy[]): readonly ReadPolicy[] {
  return policies.filter(({ actions }) => actions === null || actions.includes(action));
}

function policySet(
  { hash, limits }: Pick<PolicySet, "hash" | "limits">,
  policies: readonly ReadPolicy[],
  prepared: ReadonlyMap<string, PreparedAction>,
  vocabulary: CedarVocabulary,
): PolicySet {
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  const symbols = (action: string) => {
    const shape = vocabulary.actions.get(action);
    if (shape === undefined) throw new Error(`There is no action ${action}.`);
    return symbolsOf(action, shape, vocabulary.totals);
  };
  return {
    hash,
    limits,
    totalsOf: (action) => prepared.get(action)?.totals ?? [],
    assuranceOf: (action) => prepared.get(action)?.assurance ?? [],
    policies: policies.map(({ id, effect, reason, escalates, actions, path, text }) => ({
      id,
      effect,
      reason,
      escalates,
      actions,
      path,
      text,
    })),
    sentenceOf: (policyId, words) => {
      const policy = byId.get(policyId);
      return policy === undefined ? null : sentenceOf(policy, words);
    },
    textOf: (policyId) => byId.get(policyId)?.text ?? null,
    actions: [...prepared.keys()],
    logicOf: (action) => policyLogic(symbols(action), applicableTo(action, policies)),
    readConditions: (conditions) =>
      readConditions(conditions, vocabulary, { prepared: (action) => prepared.get(action), symbols }),
    ask: (question) => {
      const action = prepared.get(question.action);
      return action === undefined
        ? refusal([`There is no action ${question.action}.`])
        : askCedar(action, byId, question);
    },
  };
}
