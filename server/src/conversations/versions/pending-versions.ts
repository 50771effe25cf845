import {
  type Hash,
  type PendingVersionId,
  type PendingVersionPage,
  type PendingVersionView,
  PurserError,
} from "@purser/contract";
import type { PendingEnd, PendingVersion } from "../../cases/case-store.ts";
import type { Desk } from "../desk.ts";
import type { VersionLoader } from "./versions.ts";

/** Those that wait come first, so that none is overlooked. */
const mostListed = 50;

/** The versions that wait for a second person, and what became of those that did. */
export async function listPendingVersions({
  store,
  tenant,
}: Pick<Desk, "store" | "tenant">): Promise<PendingVersionPage> {
  const pending = await store.listPendingVersions(tenant, mostListed);
  const inForce = await store.publishedBlueprint(tenant);
  return { pending: pending.map((each) => viewOf(each, inForce)) };
}

function viewOf(
  { pendingId, hash, inPlaceOf, by, at, why, widenings, end }: PendingVersion,
  inForce: Hash | null,
): PendingVersionView {
  const state = end?.kind ?? (inPlaceOf === inForce ? "waiting" : "outdated");
  const over = end === null ? null : { by: end.by, at: end.at, why: end.why };
  return { pendingId, hash, inPlaceOf, by, at, why, widenings: [...widenings], state, end: over };
}

/**
 * One version that waits or waited.
 *
 * @throws PurserError PUR-2203 for one that there is not.
 */
export async function pendingVersion(pendingId: PendingVersionId, desk: Desk): Promise<PendingVersionView> {
  const { pending } = await listPendingVersions(desk);
  const found = pending.find((each) => each.pendingId === pendingId);
  if (found === undefined) throw new PurserError("PUR-2203", `The id is ${pendingId}.`);
  return found;
}

/**
 * Puts a version in force as the second person; cases that are under way keep theirs.
 *
 * @returns its hash.
 * @throws PurserError PUR-2197, PUR-2202 for who made it, PUR-2203, PUR-2204, PUR-2205.
 */
export async function confirmVersion(
  pendingId: PendingVersionId,
  { by, load }: { by: string; load: VersionLoader },
  desk: Desk,
): Promise<Hash> {
  const { by: maker, hash } = await pendingVersion(pendingId, desk);
  if (maker === by) throw new PurserError("PUR-2202", `It was made by ${maker}.`);
  if ((await load(hash)) === null) throw new PurserError("PUR-2197", `The version is ${hash}.`);
  await end(pendingId, { kind: "confirmed", by, why: "" }, desk);
  return hash;
}

/** Refuses a version with a reason; throws PUR-2203, PUR-2204. */
export async function refuseVersion(pendingId: PendingVersionId, by: string, why: string, desk: Desk): Promise<void> {
  await pendingVersion(pendingId, desk);
  await end(pendingId, { kind: "refused", by, why }, desk);
}

/** Takes one's own version back; throws PUR-2203, PUR-2204, and PUR-2206 for another's. */
export async function withdrawVersion(pendingId: PendingVersionId, by: string, desk: Desk): Promise<void> {
  const { by: maker } = await pendingVersion(pendingId, desk);
  if (maker !== by) throw new PurserError("PUR-2206", `It was made by ${maker}.`);
  await end(pendingId, { kind: "withdrawn", by, why: "" }, desk);
}

async function end(pendingId: PendingVersionId, how: Omit<PendingEnd, "at">, desk: Desk): Promise<void> {
  const { store, tenant } = desk;
  const ending = await store.endPendingVersion(tenant, pendingId, how);
  if (ending === "ended") return;
  const { state, inPlaceOf, end: over } = await pendingVersion(pendingId, desk);
  if (ending === "over") throw new PurserError("PUR-2204", `It was ${state} by ${over?.by ?? "somebody"}.`);
  throw new PurserError("PUR-2205", `It was made from ${inPlaceOf}.`);
}
