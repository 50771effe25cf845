import { type DeploymentState, instantOf, epochMsOf, PurserError } from "@purser/contract";
import { days } from "@purser/kit";
import type { ModelHealth } from "../../agent/reasoner.ts";
import { roleNow } from "../../blueprint/settings/people.ts";
import type { ApiServices } from "../api-services.ts";
import type { Caller } from "../authenticate.ts";

/** Throws PUR-2007 for who is no lead, admin or auditor: settings are read by those who answer for the deployment. */
export function requireMayReadSettings({ id, role }: Caller, { desk }: Pick<ApiServices, "desk">): void {
  const now = roleNow(desk.people(), id, role);
  if (now !== "lead" && now !== "admin" && now !== "auditor")
    throw new PurserError("PUR-2007", "Leads, admins and auditors read the settings.");
}

/** How systems, channels, models, mail, database and disk are doing. */
export async function readDeploymentState(services: ApiServices): Promise<DeploymentState> {
  const { desk, world, readiness, surroundings } = services;
  const at = await desk.store.now();
  const [ready, systems, lastDay, lastWeek] = await Promise.all([
    readiness(),
    surroundings.systems(),
    openedByChannel(at, days(1), services),
    openedByChannel(at, days(7), services),
  ]);
  const { channels } = world.blueprints.inForce().settings;
  return {
    at,
    systems,
    channels: Object.entries(channels).map(([name, { highestLevel }]) => ({
      name,
      highestLevel,
      openedLastDay: lastDay.get(name) ?? 0,
      openedLastWeek: lastWeek.get(name) ?? 0,
    })),
    models: (world.reasoner.health?.() ?? []).map(modelStateOf),
    mail: surroundings.mail(),
    readiness: ready,
  };
}

/** Counted as insights count: a case counts some seconds after it was opened. */
async function openedByChannel(
  until: DeploymentState["at"],
  spanMs: number,
  { desk, world }: ApiServices,
): Promise<ReadonlyMap<string | null, number>> {
  const { timeZone } = world.blueprints.inForce().settings;
  const since = instantOf(epochMsOf(until) - spanMs);
  const { groups } = await desk.store.readCounted({ tenant: desk.tenant, by: "channel", since, until, timeZone });
  return new Map(groups.map(({ key, figures }) => [key, figures.cases]));
}

function modelStateOf({ size, reasoner: name, circuit }: ModelHealth): DeploymentState["models"][number] {
  return circuit.kind === "closed"
    ? { size, name, isAnswering: true, since: null, why: null }
    : { size, name, isAnswering: false, since: circuit.since, why: circuit.reason };
}
