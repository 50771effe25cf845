import type { CheckpointList, DeploymentState } from "@purser/contract";
import { readDeploymentState, requireMayReadSettings } from "../deployment-state.ts";
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

export const settingsRoutes: readonly Route[] = [state, checkpoints];
