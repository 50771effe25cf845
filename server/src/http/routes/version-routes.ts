import {
  type ErrorCode,
  type Hash,
  hashSchema,
  type LimitPage,
  type LimitsPreview,
  previewLimitsRequestSchema,
  publishVersionRequestSchema,
  PurserError,
  saveLimitsRequestSchema,
  type VersionDifference,
  type VersionPage,
} from "@purser/contract";
import { z } from "zod";
import { roleNow } from "../../blueprint/people.ts";
import { limitsOf, previewLimits, saveLimits } from "../../conversations/change-limits.ts";
import { differenceOf, listVersions, putInForceAgain } from "../../conversations/versions.ts";
import type { ApiServices } from "../api-services.ts";
import { type Caller, requireScope } from "../authenticate.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";

/** Throws PUR-2007 unless it is a lead or an admin at the desk. */
function requireMayPublish(caller: Caller, { desk }: ApiServices): void {
  requireScope(caller, "desk", "change what the deployment goes by");
  const role = roleNow(desk.people(), caller.id, caller.role);
  if (role !== "lead" && role !== "admin")
    throw new PurserError(
      "PUR-2007",
      `Only a lead or an admin can change the blueprint; the role is ${role ?? "none"}.`,
    );
}

async function versionsIn({ world, desk }: ApiServices): Promise<VersionPage> {
  return { versions: await listVersions(world.blueprints.pinned, desk) };
}

/** This process goes by it before it answers, the others within some seconds. */
async function takenUp(hash: Hash, { world }: ApiServices): Promise<void> {
  await world.blueprints.pinned(hash);
}

const versionPath = z.object({ hash: hashSchema });
const listed = [
  { status: 200, schema: "VersionPage", about: "The last 20 times that a version was put in force." },
] as const;
const problems: readonly ErrorCode[] = ["PUR-2007", "PUR-2195", "PUR-2197"];

const list = defineRoute({
  method: "get",
  path: "/v1/blueprint/versions",
  operationId: "listVersions",
  summary: "List the versions that were put in force, when, by whom and why, the last one first",
  tag: "blueprint",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: listed,
  handle: async (_, services) => json<VersionPage>(await versionsIn(services)),
});

const compare = defineRoute({
  method: "get",
  path: "/v1/blueprint/versions/{hash}/diff",
  operationId: "compareVersions",
  summary: "Compare the files of a version with another's, or with those of the one that it took the place of",
  tag: "blueprint",
  pathSchema: versionPath,
  querySchema: z.strictObject({ against: hashSchema.exactOptional() }),
  body: noBody,
  answers: [{ status: 200, schema: "VersionDifference", about: "Files that were added, removed or changed." }],
  problems: ["PUR-2002"],
  handle: async ({ path: { hash }, query: { against = null } }, { desk }) =>
    json<VersionDifference>(await differenceOf(hash, against, desk)),
});

const publishAgain = defineRoute({
  method: "post",
  path: "/v1/blueprint/versions/{hash}/publish",
  operationId: "publishVersion",
  summary: "Put an older version in force again; cases that began with others keep theirs",
  tag: "blueprint",
  pathSchema: versionPath,
  querySchema: noFields,
  body: { name: "PublishVersionRequest", schema: publishVersionRequestSchema },
  answers: listed,
  problems,
  handle: async ({ path: { hash }, body: { why }, caller }, services) => {
    requireMayPublish(caller, services);
    const load = services.world.blueprints.pinned;
    await putInForceAgain(hash, { by: caller.id, why, load }, services.desk);
    await takenUp(hash, services);
    return json<VersionPage>(await versionsIn(services));
  },
});

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

const preview = defineRoute({
  method: "post",
  path: "/v1/blueprint/limits/preview",
  operationId: "previewLimits",
  summary: "Find out what other limits would do: examples that say otherwise, and the cases of the last 30 days",
  tag: "blueprint",
  pathSchema: noFields,
  querySchema: noFields,
  body: { name: "PreviewLimitsRequest", schema: previewLimitsRequestSchema },
  answers: [{ status: 200, schema: "LimitsPreview", about: "What was found; nothing is changed." }],
  problems,
  handle: async ({ body: { changes }, caller, signal }, services) => {
    requireMayPublish(caller, services);
    const { desk, world, versions: means } = services;
    return json<LimitsPreview>(
      await previewLimits(changes, { inForce: world.blueprints.inForce(), means, signal }, desk),
    );
  },
});

const save = defineRoute({
  method: "post",
  path: "/v1/blueprint/limits",
  operationId: "saveLimits",
  summary: "Make a version with other limits and put it in force; no folder is changed",
  tag: "blueprint",
  pathSchema: noFields,
  querySchema: noFields,
  body: { name: "SaveLimitsRequest", schema: saveLimitsRequestSchema },
  answers: listed,
  problems: [...problems, "PUR-2196", "PUR-2198"],
  handle: async ({ body, caller }, services) => {
    requireMayPublish(caller, services);
    const { desk, world, versions: means } = services;
    const hash = await saveLimits(body, { inForce: world.blueprints.inForce(), means, by: caller.id }, desk);
    await takenUp(hash, services);
    return json<VersionPage>(await versionsIn(services));
  },
});

export const versionRoutes: readonly Route[] = [list, compare, publishAgain, limits, preview, save];
