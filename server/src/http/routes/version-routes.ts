import {
  type ErrorCode,
  hashSchema,
  pendingVersionIdSchema,
  type PendingVersionPage,
  publishVersionRequestSchema,
  PurserError,
  refuseVersionRequestSchema,
  type VersionDifference,
  type VersionOutlook,
  type VersionPage,
} from "@purser/contract";
import { z } from "zod";
import {
  confirmVersion,
  listPendingVersions,
  refuseVersion,
  withdrawVersion,
} from "../../conversations/versions/pending-versions.ts";
import { outlookOf } from "../../conversations/versions/version-outlook.ts";
import { differenceOf, putInForceAgain } from "../../conversations/versions/versions.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";
import { answerOf, listed, requireMayPublish, saved, versionsIn } from "./save-version.ts";

const versionPath = z.object({ hash: hashSchema });

const list = defineRoute({
  method: "get",
  path: "/v1/blueprint/versions",
  operationId: "listVersions",
  summary: "List the versions that were put in force, when, by whom and why, the last one first",
  tag: "blueprint",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: [listed],
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

const outlook = defineRoute({
  method: "get",
  path: "/v1/blueprint/versions/{hash}/outlook",
  operationId: "readVersionOutlook",
  summary: "Find out what a version would do otherwise than the one in force, on the cases of the last 30 days",
  tag: "blueprint",
  pathSchema: versionPath,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "VersionOutlook", about: "What was found; nothing is changed." }],
  problems: ["PUR-2007", "PUR-2197"],
  handle: async ({ path: { hash }, caller, signal }, services) => {
    requireMayPublish(caller, services);
    const { desk, world } = services;
    const version = await world.blueprints.pinned(hash);
    if (version === null) throw new PurserError("PUR-2197", `The version is ${hash}.`);
    const inForce = world.blueprints.inForce();
    const found = await outlookOf(version, inForce, signal, desk);
    return json<VersionOutlook>({ hash, against: inForce.hash, ...found });
  },
});

const publishAgain = defineRoute({
  method: "post",
  path: "/v1/blueprint/versions/{hash}/publish",
  operationId: "publishVersion",
  summary: "Put an older version in force again, or ask a second person to; cases that began with others keep theirs",
  tag: "blueprint",
  pathSchema: versionPath,
  querySchema: noFields,
  body: { name: "PublishVersionRequest", schema: publishVersionRequestSchema },
  answers: saved,
  problems: ["PUR-2007", "PUR-2196", "PUR-2197"],
  handle: async ({ path: { hash }, body: { why }, caller }, services) => {
    requireMayPublish(caller, services);
    const { pinned: load, inForce: current } = services.world.blueprints;
    return answerOf(await putInForceAgain(hash, { by: caller.id, why, load, current }, services.desk), services);
  },
});

const pending = defineRoute({
  method: "get",
  path: "/v1/blueprint/pending",
  operationId: "listPendingVersions",
  summary: "List the versions that wait for a second person, and what became of those that did",
  tag: "blueprint",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "PendingVersionPage", about: "At most 50, those that wait first." }],
  handle: async (_, { desk }) => json<PendingVersionPage>(await listPendingVersions(desk)),
});

const pendingPath = z.object({ pendingId: pendingVersionIdSchema });
const pendingProblems: readonly ErrorCode[] = ["PUR-2007", "PUR-2203", "PUR-2204"];
const pendingAfter = [
  { status: 200, schema: "PendingVersionPage", about: "The versions that wait or waited, after it." },
] as const;

const confirm = defineRoute({
  method: "post",
  path: "/v1/blueprint/pending/{pendingId}/confirm",
  operationId: "confirmVersion",
  summary: "Put a version that another person made in force, as the second one",
  tag: "blueprint",
  pathSchema: pendingPath,
  querySchema: noFields,
  body: noBody,
  answers: [listed],
  problems: [...pendingProblems, "PUR-2197", "PUR-2202", "PUR-2205"],
  handle: async ({ path: { pendingId }, caller }, services) => {
    requireMayPublish(caller, services);
    const load = services.world.blueprints.pinned;
    const hash = await confirmVersion(pendingId, { by: caller.id, load }, services.desk);
    return answerOf({ kind: "in-force", hash }, services);
  },
});

const refuse = defineRoute({
  method: "post",
  path: "/v1/blueprint/pending/{pendingId}/refuse",
  operationId: "refuseVersion",
  summary: "Refuse a version that waits for a second person, with a reason",
  tag: "blueprint",
  pathSchema: pendingPath,
  querySchema: noFields,
  body: { name: "RefuseVersionRequest", schema: refuseVersionRequestSchema },
  answers: pendingAfter,
  problems: pendingProblems,
  handle: async ({ path: { pendingId }, body: { why }, caller }, services) => {
    requireMayPublish(caller, services);
    await refuseVersion(pendingId, caller.id, why, services.desk);
    return json<PendingVersionPage>(await listPendingVersions(services.desk));
  },
});

const withdraw = defineRoute({
  method: "post",
  path: "/v1/blueprint/pending/{pendingId}/withdraw",
  operationId: "withdrawVersion",
  summary: "Take back a version of one's own that waits for a second person",
  tag: "blueprint",
  pathSchema: pendingPath,
  querySchema: noFields,
  body: noBody,
  answers: pendingAfter,
  problems: [...pendingProblems, "PUR-2206"],
  handle: async ({ path: { pendingId }, caller }, services) => {
    requireMayPublish(caller, services);
    await withdrawVersion(pendingId, caller.id, services.desk);
    return json<PendingVersionPage>(await listPendingVersions(services.desk));
  },
});

export const versionRoutes: readonly Route[] = [
  list,
  compare,
  outlook,
  publishAgain,
  pending,
  confirm,
  refuse,
  withdraw,
];
