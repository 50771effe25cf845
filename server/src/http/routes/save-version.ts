import { type PendingVersionView, PurserError, type VersionPage } from "@purser/contract";
import { leads, roleNow } from "../../blueprint/settings/people.ts";
import type { Saved } from "../../conversations/versions/change-version.ts";
import { pendingVersion } from "../../conversations/versions/pending-versions.ts";
import { listVersions } from "../../conversations/versions/versions.ts";
import type { ApiServices } from "../api-services.ts";
import { type Caller, requireScope } from "../authenticate.ts";
import { json } from "../route.ts";

/** Throws PUR-2007 unless it is a lead or an admin at the desk. */
export function requireMayPublish(caller: Caller, { desk }: ApiServices): void {
  requireScope(caller, "desk", "change what the deployment goes by");
  const role = roleNow(desk.people(), caller.id, caller.role);
  if (!leads(role))
    throw new PurserError(
      "PUR-2007",
      `Only a lead or an admin can change the blueprint; the role is ${role ?? "none"}.`,
    );
}

export async function versionsIn({ world, desk }: ApiServices): Promise<VersionPage> {
  return { versions: await listVersions(world.blueprints.pinned, desk) };
}

/** In force, and this process goes by it before it answers, the others within some seconds; or what waits. */
export async function answerOf(saved: Saved, services: ApiServices): Promise<Response> {
  if (saved.kind === "pending")
    return json<PendingVersionView>(await pendingVersion(saved.pendingId, services.desk), 202);
  await services.world.blueprints.pinned(saved.hash);
  return json<VersionPage>(await versionsIn(services));
}

/** What a save can answer. */
export const listed = {
  status: 200,
  schema: "VersionPage",
  about: "The last 20 times that a version was put in force.",
} as const;
export const saved = [
  listed,
  { status: 202, schema: "PendingVersion", about: "It permits more, and waits for a second person." },
] as const;
