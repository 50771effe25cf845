import {
  type ChangePreview,
  type Hash,
  type PendingVersionId,
  PurserError,
  type SaveLimitsRequest,
} from "@purser/contract";
import { leads, type People } from "../../blueprint/settings/people.ts";
import type { PolicyEngine, PolicyLoad } from "@purser/kit";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import {
  type ExampleOtherwise,
  examplesOtherwise,
  readPolicyExamples,
} from "../../blueprint/checks/check-policy-examples.ts";
import { followExamples } from "../../blueprint/follow-examples.ts";
import { type BlueprintLoad, formatProblem } from "../../blueprint/reading/problem.ts";
import type { BlueprintFile } from "../../blueprint/reading/read-files.ts";
import type { Toolbox } from "../../blueprint/toolbox.ts";
import type { Reach } from "../../blueprint/versions/widenings.ts";
import type { Desk } from "../desk.ts";
import { outlookOf, secondPersonFor } from "./version-outlook.ts";

/** How a version that is not in force yet is tried. */
export type VersionMeans = {
  loadPolicies: PolicyEngine["load"];
  /** All or nothing, as a folder of its own; what was loaded is the version that cases of this process go by. */
  loadFiles: (files: readonly BlueprintFile[]) => Promise<BlueprintLoad<Blueprint>>;
};

/** The version in force, and how one that is made from it is tried. */
export type ChangeBase = { inForce: Blueprint; means: VersionMeans };

/** Files as somebody at the desk changed them, tried as far as it takes to judge by them. */
export type TriedChange =
  | { kind: "rejected"; problems: string[] }
  | { kind: "tried"; files: readonly BlueprintFile[]; reach: Reach; otherwise: readonly ExampleOtherwise[] };

/** What becomes of a version: in force at once, or waiting for a second person. */
export type Saved = { kind: "in-force"; hash: Hash } | { kind: "pending"; pendingId: PendingVersionId };

/**
 * The files that were kept of the version in force.
 *
 * @throws PurserError PUR-2197 where nobody kept them.
 */
export async function filesInForce({ hash }: Blueprint, { store, tenant }: Desk): Promise<readonly BlueprintFile[]> {
  const kept = await store.readBlueprint(tenant, hash);
  if (kept === null) throw new PurserError("PUR-2197", `The files of ${hash} are not kept.`);
  return kept;
}

/** Only the policies are loaded anew: of the version in force nothing else changes but the tiers of this toolbox. */
export function tryChange(
  files: readonly BlueprintFile[],
  toolbox: Toolbox,
  { inForce, means }: ChangeBase,
): TriedChange {
  const { totals, settings } = inForce;
  const written = files.filter(({ path }) => path.startsWith("guardrails/") && path.endsWith(".cedar"));
  const loaded: PolicyLoad = means.loadPolicies(written, {
    tools: [...toolbox.lookups.values(), ...toolbox.actions.values()],
    totals: totals.map(({ name }) => name),
  });
  if (loaded.kind === "rejected") return { kind: "rejected", problems: loaded.problems.map(formatProblem) };
  const { policies } = loaded;
  const { examples } = readPolicyExamples(files);
  const otherwise = examplesOtherwise(examples, policies, toolbox, settings);
  return { kind: "tried", files, reach: { policies, toolbox, totals, settings }, otherwise };
}

/**
 * What a change would do, without anything being changed: what is wrong with it, the examples of the guardrails that would say
 * otherwise, what it would permit besides, and what the cases of the last 30 days would have been answered.
 */
export async function previewChange(
  tried: TriedChange,
  inForce: Blueprint,
  signal: AbortSignal,
  desk: Desk,
): Promise<ChangePreview> {
  const { hash } = inForce;
  if (tried.kind === "rejected") {
    const nothing = { examples: [], widenings: [], needsSecondPerson: false, evidence: [], effect: null };
    return { hash, problems: tried.problems, ...nothing };
  }
  const examples = tried.otherwise.map(({ placed: { path, line, example }, expected, got }) => {
    return { path, line, name: example.name, expected, got };
  });
  return { hash, problems: [], examples, ...(await outlookOf(tried.reach, inForce, signal, desk)) };
}

/**
 * Makes a version of a change. One that permits nothing more than the version in force takes its place at once, for cases that begin
 * from now on; the others keep theirs, and are judged by both. One that permits more waits for a second person.
 *
 * @throws PurserError PUR-2196, and PUR-2198 for a blueprint that would not load.
 */
export async function saveChange(
  tried: TriedChange,
  { why, hash, examples }: Pick<SaveLimitsRequest, "why" | "hash" | "examples">,
  { inForce, means, by }: ChangeBase & { by: string },
  desk: Desk,
): Promise<Saved> {
  const { store, tenant } = desk;
  if (inForce.hash !== hash || (await store.publishedBlueprint(tenant)) !== hash) throw otherInForce(hash);
  if (tried.kind === "rejected") throw new PurserError("PUR-2198", tried.problems.join(" "));
  const files = examples === "follow" ? followExamples(tried.files, tried.otherwise) : tried.files;
  const loaded = await means.loadFiles(files);
  if (loaded.kind === "rejected") throw new PurserError("PUR-2198", loaded.problems.map(formatProblem).join(" "));
  await store.keepBlueprint(tenant, loaded.value.hash, files);
  return putForward(loaded.value, { by, why, inForce }, desk);
}

/**
 * Puts a version that is kept in the place of the one that was seen in force, or lets it wait for a second person.
 *
 * @throws PurserError PUR-2196 where another one is in force by now.
 */
export async function putForward(
  version: Blueprint,
  { by, why, inForce }: { by: string; why: string; inForce: Blueprint },
  { store, tenant, id, people }: Desk,
): Promise<Saved> {
  const { hash } = version;
  const { widenings, needsSecondPerson } = secondPersonFor(inForce, version);
  if (needsSecondPerson) {
    const pendingId = id("pend");
    const asked = inForce.settings.mail === undefined ? [] : secondPeople(people(), by);
    const mails = asked.map((personId) => ({ outboxId: id("out"), personId }));
    await store.keepPendingVersion(tenant, { pendingId, hash, inPlaceOf: inForce.hash, by, why, widenings }, mails);
    return { kind: "pending", pendingId };
  }
  const publishing = { hash, by, why, source: "desk" as const, inPlaceOf: inForce.hash };
  if (!(await store.publishBlueprint(tenant, publishing))) throw otherInForce(inForce.hash);
  return { kind: "in-force", hash };
}

function otherInForce(hash: Hash): PurserError {
  return new PurserError("PUR-2196", `The version that was seen is ${hash}.`);
}

/** Who may put it in force and has an address: all leads and admins but who made it. */
function secondPeople(people: People, by: string): readonly string[] {
  return Object.entries(people)
    .filter(([id, { role, email }]) => id !== by && email !== undefined && leads(role))
    .map(([id]) => id);
}
