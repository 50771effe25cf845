import {
  type ChangePreview,
  type ErrorCode,
  type LimitPage,
  previewLimitsRequestSchema,
  previewTierRequestSchema,
  saveLimitsRequestSchema,
  saveTierRequestSchema,
  type TierPage,
} from "@purser/contract";
import { limitsOf, tryLimits } from "../../conversations/versions/change-limits.ts";
import { tiersOf, tryTier } from "../../conversations/versions/change-tiers.ts";
import { type ChangeBase, previewChange, saveChange } from "../../conversations/versions/change-version.ts";
import type { ApiServices } from "../api-services.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";
import { answerOf, requireMayPublish, saved } from "./save-version.ts";

function baseOf({ world, versions: means }: ApiServices): ChangeBase {
  return { inForce: world.blueprints.inForce(), means };
}

const previewed = [{ status: 200, schema: "ChangePreview", about: "What was found; nothing is changed." }] as const;
const limitProblems: readonly ErrorCode[] = ["PUR-2007", "PUR-2195", "PUR-2197"];
const tierProblems: readonly ErrorCode[] = ["PUR-2007", "PUR-2197", "PUR-2201"];

const limits = defineRoute({
  method: "get",
  path: "/v1/blueprint/limits",
  operationId: "listLimits",
  summary: "List the numbers that the guardrails in force compare with what is asked for, known or counted",
  tag: "blueprint",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "LimitPage", about: "The limits, in the order of the guardrails." }],
  handle: async (_, { world }) => json<LimitPage>(limitsOf(world.blueprints.inForce())),
});

const previewLimits = defineRoute({
  method: "post",
  path: "/v1/blueprint/limits/preview",
  operationId: "previewLimits",
  summary: "Find out what other limits would do: examples that say otherwise, and the cases of the last 30 days",
  tag: "blueprint",
  pathSchema: noFields,
  querySchema: noFields,
  body: { name: "PreviewLimitsRequest", schema: previewLimitsRequestSchema },
  answers: previewed,
  problems: limitProblems,
  handle: async ({ body: { changes }, caller, signal }, services) => {
    requireMayPublish(caller, services);
    const base = baseOf(services);
    const tried = await tryLimits(changes, base, services.desk);
    return json<ChangePreview>(await previewChange(tried, base.inForce, signal, services.desk));
  },
});

const saveLimits = defineRoute({
  method: "post",
  path: "/v1/blueprint/limits",
  operationId: "saveLimits",
  summary: "Make a version with other limits, in force at once if it permits nothing more; no folder is changed",
  tag: "blueprint",
  pathSchema: noFields,
  querySchema: noFields,
  body: { name: "SaveLimitsRequest", schema: saveLimitsRequestSchema },
  answers: saved,
  problems: [...limitProblems, "PUR-2196", "PUR-2198"],
  handle: async ({ body: { changes, ...save }, caller }, services) => {
    requireMayPublish(caller, services);
    const base = baseOf(services);
    const tried = await tryLimits(changes, base, services.desk);
    return answerOf(await saveChange(tried, save, { ...base, by: caller.id }, services.desk), services);
  },
});

const tiers = defineRoute({
  method: "get",
  path: "/v1/blueprint/tiers",
  operationId: "listTiers",
  summary: "List how consequential each tool is, where it can be moved to, and its calls of the last 30 days",
  tag: "blueprint",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "TierPage", about: "The tools of the version in force, lookups first." }],
  handle: async (_, { desk, world }) => json<TierPage>(await tiersOf(world.blueprints.inForce(), desk)),
});

const previewTier = defineRoute({
  method: "post",
  path: "/v1/blueprint/tiers/preview",
  operationId: "previewTier",
  summary: "Find out what another tier of an action would do, and what its drafts so far say of it",
  tag: "blueprint",
  pathSchema: noFields,
  querySchema: noFields,
  body: { name: "PreviewTierRequest", schema: previewTierRequestSchema },
  answers: previewed,
  problems: tierProblems,
  handle: async ({ body: move, caller, signal }, services) => {
    requireMayPublish(caller, services);
    const base = baseOf(services);
    const tried = await tryTier(move, base, services.desk);
    return json<ChangePreview>(await previewChange(tried, base.inForce, signal, services.desk));
  },
});

const saveTier = defineRoute({
  method: "post",
  path: "/v1/blueprint/tiers",
  operationId: "moveTier",
  summary: "Make a version with another tier for an action, in force at once if it permits nothing more",
  tag: "blueprint",
  pathSchema: noFields,
  querySchema: noFields,
  body: { name: "SaveTierRequest", schema: saveTierRequestSchema },
  answers: saved,
  problems: [...tierProblems, "PUR-2196", "PUR-2198"],
  handle: async ({ body: { action, tier, ...save }, caller }, services) => {
    requireMayPublish(caller, services);
    const base = baseOf(services);
    const tried = await tryTier({ action, tier }, base, services.desk);
    return answerOf(await saveChange(tried, save, { ...base, by: caller.id }, services.desk), services);
  },
});

/** What is changed at the desk, and what it would do. */
export const changeRoutes: readonly Route[] = [limits, previewLimits, saveLimits, tiers, previewTier, saveTier];
