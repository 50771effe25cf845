import {
  epochMsOf,
  type Hash,
  instantOf,
  type LimitChange,
  type LimitPage,
  type LimitsPreview,
  PurserError,
  type SaveLimitsRequest,
  formatMoney,
} from "@purser/contract";
import { days, type PolicyEngine, type PolicyLoad, type PolicySet } from "@purser/kit";
import type { Blueprint } from "../blueprint/blueprint.ts";
import { examplesOtherwise, readPolicyExamples, type ExampleOtherwise } from "../blueprint/check-policy-examples.ts";
import { isMoneyLimit, withLimits } from "../blueprint/edit-limits.ts";
import { followExamples } from "../blueprint/follow-examples.ts";
import { type BlueprintLoad, formatProblem } from "../blueprint/problem.ts";
import type { BlueprintFile } from "../blueprint/read-files.ts";
import type { Desk } from "./desk.ts";
import { effectOfLimits } from "./limit-effect.ts";

/** How a version that is not in force yet is tried. */
export type VersionMeans = {
  loadPolicies: PolicyEngine["load"];
  /** All or nothing, as a folder of its own. */
  loadFiles: (files: readonly BlueprintFile[]) => Promise<BlueprintLoad<Blueprint>>;
};

/** The limits of the guardrails in force, as a form shows them. */
export function limitsOf({ hash, settings, policies, totals }: Blueprint): LimitPage {
  const { currency, locale } = settings;
  const money = (minor: number): string => formatMoney(minor, currency, locale);
  const written = new Map(policies.policies.map((policy) => [policy.id, policy]));
  return {
    hash,
    currency,
    limits: policies.limits.flatMap((limit) => {
      const policy = written.get(limit.policyId);
      if (policy === undefined) return [];
      const { policyId, index, what, bound, value, path, line } = limit;
      const actions = policy.actions === null ? null : [...policy.actions];
      const unit = isMoneyLimit(limit, totals) ? "money" : "number";
      const sentence = policies.sentenceOf(policyId, money) ?? "";
      return [
        { policy: policyId, index, actions, effect: policy.effect, what, bound, unit, value, sentence, path, line },
      ];
    }),
  };
}

/**
 * What other limits would do, without anything being changed: what is wrong with them, the examples of the guardrails that would say
 * otherwise, and what the cases of the last 30 days would have been answered.
 *
 * @throws PurserError PUR-2195, PUR-2197.
 */
export async function previewLimits(
  changes: readonly LimitChange[],
  { inForce, means, signal }: { inForce: Blueprint; means: VersionMeans; signal: AbortSignal },
  desk: Desk,
): Promise<LimitsPreview> {
  const { hash } = inForce;
  const tried = await tryChanges(changes, { inForce, means }, desk);
  if (tried.kind === "rejected") return { hash, problems: tried.problems, examples: [], effect: null };
  const since = instantOf(epochMsOf(await desk.store.now()) - days(30));
  const actions = touchedActions(changes, inForce.policies);
  const effect = await effectOfLimits({ since, actions, inForce, changed: tried.policies, signal }, desk);
  return {
    hash,
    problems: [],
    examples: tried.otherwise.map(({ placed: { path, line, example }, expected, got }) => ({
      path,
      line,
      name: example.name,
      expected,
      got,
    })),
    effect,
  };
}

/**
 * Makes a version with other limits and puts it in force, for cases that begin from now on; the others keep theirs, and are
 * judged by both.
 *
 * @returns its hash.
 * @throws PurserError PUR-2195, PUR-2196, PUR-2197, and PUR-2198 for a blueprint that would not load.
 */
export async function saveLimits(
  { changes, why, hash, examples }: SaveLimitsRequest,
  { inForce, means, by }: { inForce: Blueprint; means: VersionMeans; by: string },
  desk: Desk,
): Promise<Hash> {
  const { store, tenant } = desk;
  if (inForce.hash !== hash || (await store.publishedBlueprint(tenant)) !== hash) throw otherInForce(hash);
  const tried = await tryChanges(changes, { inForce, means }, desk);
  if (tried.kind === "rejected") throw new PurserError("PUR-2198", tried.problems.join(" "));
  const files = examples === "follow" ? followExamples(tried.files, tried.otherwise) : tried.files;
  const loaded = await means.loadFiles(files);
  if (loaded.kind === "rejected") throw new PurserError("PUR-2198", loaded.problems.map(formatProblem).join(" "));
  const version = loaded.value.hash;
  await store.keepBlueprint(tenant, version, files);
  const publishing = { hash: version, by, why, source: "desk" as const, inPlaceOf: hash };
  if (!(await store.publishBlueprint(tenant, publishing))) throw otherInForce(hash);
  return version;
}

function otherInForce(hash: Hash): PurserError {
  return new PurserError("PUR-2196", `The version that was seen is ${hash}.`);
}

type Tried =
  | { kind: "rejected"; problems: string[] }
  | {
      kind: "tried";
      files: readonly BlueprintFile[];
      policies: PolicySet;
      otherwise: readonly ExampleOtherwise[];
    };

/** Only the policies are loaded anew: nothing else of the version in force changes. */
async function tryChanges(
  changes: readonly LimitChange[],
  { inForce, means }: { inForce: Blueprint; means: VersionMeans },
  { store, tenant }: Desk,
): Promise<Tried> {
  const { toolbox, policies, totals, settings } = inForce;
  const kept = await store.readBlueprint(tenant, inForce.hash);
  if (kept === null) throw new PurserError("PUR-2197", `The files of ${inForce.hash} are not kept.`);
  const files = withLimits(kept, policies.limits, changes);
  const written = files.filter(({ path }) => path.startsWith("guardrails/") && path.endsWith(".cedar"));
  const loaded: PolicyLoad = means.loadPolicies(written, {
    tools: [...toolbox.lookups.values(), ...toolbox.actions.values()],
    totals: totals.map(({ name }) => name),
  });
  if (loaded.kind === "rejected") return { kind: "rejected", problems: loaded.problems.map(formatProblem) };
  const { examples } = readPolicyExamples(files);
  const otherwise = examplesOtherwise(examples, loaded.policies, toolbox, settings);
  return { kind: "tried", files, policies: loaded.policies, otherwise };
}

function touchedActions(changes: readonly LimitChange[], policies: PolicySet): ReadonlySet<string> {
  const ids = new Set(changes.map(({ policy }) => policy));
  return new Set(policies.policies.flatMap(({ id, actions }) => (ids.has(id) ? (actions ?? policies.actions) : [])));
}
