import {
  type ApiKeyList,
  type ApiKeyView,
  type CheckpointList,
  type DeploymentState,
  type MadeApiKey,
  makeApiKeyRequestSchema,
} from "@purser/contract";
import { z } from "zod";
import { readDeploymentState, requireMayReadSettings } from "../desk/deployment-state.ts";
import { endKey, listKeys, makeKey } from "../sign-in/issued-keys.ts";
import { servicesOf } from "./sign-in-routes.ts";
import { type Route, defineRoute, json, noBody, noFields } from "../route.ts";

const state = defineRoute({
  method: "get",
  path: "/v1/settings/state",
  operationId: "readDeploymentState",
  summary:
    "Read how systems of record, channels, models, mail, database and disk are doing, as a lead, an admin or an auditor",
  tag: "settings",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "DeploymentState", about: "As the process that answers sees them." }],
  problems: ["PUR-2007"],
  handle: async ({ caller }, services) => {
    requireMayReadSettings(caller, services);
    return json<DeploymentState>(await readDeploymentState(services));
  },
});

const checkpoints = defineRoute({
  method: "get",
  path: "/v1/audit/checkpoints",
  operationId: "listCheckpoints",
  summary: "List the last signed checkpoints of the logs, as a lead, an admin or an auditor",
  tag: "settings",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: [
    { status: 200, schema: "CheckpointList", about: "The last thirty, and the key that they are signed with." },
  ],
  problems: ["PUR-2007"],
  handle: async ({ caller }, services) => {
    requireMayReadSettings(caller, services);
    return json<CheckpointList>(await services.surroundings.checkpoints());
  },
});

const keys = defineRoute({
  method: "get",
  path: "/v1/api-keys",
  operationId: "listApiKeys",
  summary: "List the API keys that were made at the desk, as an admin or an auditor",
  tag: "settings",
  pathSchema: noFields,
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "ApiKeyList", about: "The one made last first, ended ones too; no key is told." }],
  problems: ["PUR-2051"],
  handle: async ({ caller }, services) => {
    const signIn = servicesOf(services);
    return json<ApiKeyList>({ at: await signIn.accounts.now(), keys: await listKeys(caller, signIn) });
  },
});

const make = defineRoute({
  method: "post",
  path: "/v1/api-keys",
  operationId: "makeApiKey",
  summary: "Make an API key, as an admin with a session; it is told once",
  tag: "settings",
  pathSchema: noFields,
  querySchema: noFields,
  body: { name: "MakeApiKeyRequest", schema: makeApiKeyRequestSchema },
  answers: [{ status: 201, schema: "MadeApiKey", about: "The key, and how it is listed." }],
  problems: ["PUR-2051", "PUR-2970"],
  handle: async ({ body, caller }, services) =>
    json<MadeApiKey>(await makeKey(body, caller, servicesOf(services)), 201),
});

const end = defineRoute({
  method: "post",
  path: "/v1/api-keys/{keyId}/end",
  operationId: "endApiKey",
  summary: "End an API key that was made at the desk, as an admin with a session",
  tag: "settings",
  pathSchema: z.object({ keyId: z.string().min(1).max(60) }),
  querySchema: noFields,
  body: noBody,
  answers: [{ status: 200, schema: "EndedApiKey", about: "It is refused from now on." }],
  problems: ["PUR-2002", "PUR-2051", "PUR-2970"],
  handle: async ({ path: { keyId }, caller }, services) => {
    await endKey(keyId, caller, servicesOf(services));
    return json<Pick<ApiKeyView, "id">>({ id: keyId });
  },
});

export const settingsRoutes: readonly Route[] = [state, checkpoints, keys, make, end];
