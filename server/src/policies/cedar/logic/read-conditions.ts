import { preparsePolicySet, validate } from "@cedar-policy/cedar-wasm/nodejs";
import type { ConditionReading, PolicyCondition, WrittenCondition } from "@purser/kit";
import { hashOf } from "@purser/kit/audit";
import { askCedar, type PreparedAction } from "../ask.ts";
import { namedInContext } from "../named-in-context.ts";
import { whyItMayFail } from "../never-fails.ts";
import { readFiles } from "../read-files.ts";
import type { ReadPolicy } from "../read-policy.ts";
import { type CedarVocabulary, schemaOf } from "../vocabulary.ts";
import { termOf } from "./policy-logic.ts";
import type { ActionSymbols } from "./policy-logic.ts";

const conditionId = "condition";

type PreparedActions = {
  prepared: (action: string) => PreparedAction | undefined;
  symbols: (action: string) => ActionSymbols;
};
type Reading = { kind: "policy"; policy: ReadPolicy; actions: readonly string[] } | { kind: "wrong"; message: string };

/**
 * Reads conditions as a person writes them after `when`, each for some actions: validated as strictly as a policy, but free to
 * speak of assurance as it likes, since nothing is permitted by it.
 */
export function readConditions(
  conditions: readonly WrittenCondition[],
  vocabulary: CedarVocabulary,
  of: PreparedActions,
): readonly ConditionReading[] {
  const readings = conditions.map(readOne);
  // Cedar reads the whole schema for each validation, so all are validated at once; only a mistake is looked for in each.
  const isAllValid = areValid(
    readings.flatMap((reading) => (reading.kind === "policy" ? [reading.policy] : [])),
    vocabulary,
  );
  return readings.map((reading): ConditionReading => {
    if (reading.kind === "wrong") return reading;
    const { policy, actions } = reading;
    const message = isAllValid ? null : whyInvalid(policy, actions, vocabulary);
    if (message !== null) return { kind: "wrong", message };
    return { kind: "read", condition: conditionOf(policy, actions, vocabulary, of) };
  });
}

function readOne({ text, actions }: WrittenCondition): Reading {
  const names = actions.map((action) => `Action::${JSON.stringify(action)}`).join(", ");
  const policyText = `@id("${conditionId}") permit (principal, action in [${names}], resource) when { ${text}\n};`;
  const { policies, problems } = readFiles([{ path: conditionId, text: policyText }]);
  const [policy] = policies;
  const [problem] = problems;
  if (problem !== undefined) return { kind: "wrong", message: problem.message };
  if (policy === undefined || policies.length !== 1 || policy.conditions.length !== 1)
    return { kind: "wrong", message: "This is not one condition." };
  const message = whyItMayFail(policy);
  return message === null ? { kind: "policy", policy, actions } : { kind: "wrong", message };
}

function conditionOf(
  policy: ReadPolicy,
  actions: readonly string[],
  { totals }: CedarVocabulary,
  of: PreparedActions,
): PolicyCondition {
  const byId = new Map([[policy.id, policy]]);
  const prepare = memory((action: string) => prepared(policy, of.prepared(action), totals));
  return {
    termOf: (action) => termOf(policy, of.symbols(action).request),
    holds: (question) => {
      const ready = actions.includes(question.action) ? prepare(question.action) : null;
      return ready !== null && askCedar(ready, byId, question).isPermitted;
    },
  };
}

/** Whether strict validation finds no mistake in any of them, each over the actions that it names. */
function areValid(policies: readonly ReadPolicy[], { schema }: CedarVocabulary): boolean {
  const texts = policies.map(({ text }, index): [string, string] => [`${conditionId}${index}`, text]);
  const answer = validate({
    schema,
    policies: { staticPolicies: Object.fromEntries(texts) },
    validationSettings: { mode: "strict" },
  });
  return answer.type === "success" && answer.validationErrors.length === 0 && answer.validationWarnings.length === 0;
}

/** The first mistake that strict validation finds, over the schema of these actions alone. */
function whyInvalid(policy: ReadPolicy, names: readonly string[], { actions, totals }: CedarVocabulary): string | null {
  const spoken = new Map([...actions].filter(([name]) => names.includes(name)));
  const answer = validate({
    schema: schemaOf(spoken, totals),
    policies: { staticPolicies: { [policy.id]: policy.text } },
    validationSettings: { mode: "strict" },
  });
  if (answer.type !== "success") return answer.errors.map(({ message }) => message).join("; ");
  const [finding] = [...answer.validationErrors, ...answer.validationWarnings];
  if (finding === undefined) return null;
  const { message, help } = finding.error;
  return sentence([message.replace(/^for policy `condition`, /, ""), ...(help === null ? [] : [help])].join("; "));
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}

/** Null when the action is not known or Cedar does not take the condition: then it is not found true. */
function prepared(
  policy: ReadPolicy,
  action: PreparedAction | undefined,
  allTotals: readonly string[],
): PreparedAction | null {
  if (action === undefined) return null;
  const policySetId = `condition:${hashOf(policy.text)}`;
  const parse = preparsePolicySet(policySetId, { staticPolicies: { [policy.id]: policy.text } });
  if (parse.type !== "success") return null;
  return { ...action, policySetId, totals: namedInContext(policy, { record: "totals", all: allTotals }).toSorted() };
}

function memory<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
