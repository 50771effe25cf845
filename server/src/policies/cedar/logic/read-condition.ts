import { preparsePolicySet, validate } from "@cedar-policy/cedar-wasm/nodejs";
import type { ConditionReading } from "@purser/kit";
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

/**
 * Reads a condition as a person writes it after `when`, for some actions: validated as strictly as a policy, but free to
 * speak of assurance as it likes, since nothing is permitted by it.
 */
export function readCondition(
  text: string,
  actions: readonly string[],
  vocabulary: CedarVocabulary,
  of: { prepared: (action: string) => PreparedAction | undefined; symbols: (action: string) => ActionSymbols },
): ConditionReading {
  const names = actions.map((action) => `Action::${JSON.stringify(action)}`).join(", ");
  const policyText = `@id("${conditionId}") permit (principal, action in [${names}], resource) when { ${text}\n};`;
  const { policies, problems } = readFiles([{ path: conditionId, text: policyText }]);
  const [policy] = policies;
  const [problem] = problems;
  if (problem !== undefined) return { kind: "wrong", message: problem.message };
  if (policy === undefined || policies.length !== 1 || policy.conditions.length !== 1)
    return { kind: "wrong", message: "This is not one condition." };
  const message = whyItMayFail(policy) ?? whyInvalid(policy, actions, vocabulary);
  if (message !== null) return { kind: "wrong", message };
  const byId = new Map([[policy.id, policy]]);
  const prepare = memory((action: string) => prepared(policy, of.prepared(action), vocabulary.totals));
  return {
    kind: "read",
    condition: {
      termOf: (action) => termOf(policy, of.symbols(action).request),
      holds: (question) => {
        const ready = actions.includes(question.action) ? prepare(question.action) : null;
        return ready !== null && askCedar(ready, byId, question).isPermitted;
      },
    },
  };
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
