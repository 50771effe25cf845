import {
  type FileDifference,
  type Hash,
  PurserError,
  type VersionDifference,
  type VersionView,
} from "@purser/contract";
import { structuredPatch } from "diff";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import type { KeptFile, Publication } from "../../cases/case-store.ts";
import { putForward, type Saved } from "./change-version.ts";
import type { Desk } from "../desk.ts";

/** Loads a version; null for one that cannot be run here. */
export type VersionLoader = (hash: Hash) => Promise<Blueprint | null>;

/** Each version of them is loaded once, to know whether it still runs. */
const mostListed = 20;

/** What was put in force when, by whom and why, the last one first. */
export async function listVersions(load: VersionLoader, { store, tenant }: Desk): Promise<VersionView[]> {
  const publications = await store.listPublications(tenant, mostListed);
  const versions: VersionView[] = [];
  for (const publication of publications) {
    const canRun = (await load(publication.hash)) !== null;
    versions.push({ ...publication, isInForce: publication === publications[0], canRun });
  }
  return versions;
}

/**
 * What a version has otherwise than another, or else than the one that it took the place of when it was last put in force.
 *
 * @throws PurserError PUR-2002 for a version whose files are not kept.
 */
export async function differenceOf(
  hash: Hash,
  given: Hash | null,
  { store, tenant }: Desk,
): Promise<VersionDifference> {
  const against = given ?? before(hash, await store.listPublications(tenant, mostLookedThrough));
  const [newer, older] = await Promise.all([filesOf(hash, store, tenant), filesOf(against, store, tenant)]);
  const paths = [...new Set([...older.keys(), ...newer.keys()])].toSorted();
  const files = paths.flatMap((path) => difference(path, older.get(path), newer.get(path)));
  return { hash, against, files };
}

const mostLookedThrough = 1_000;

function before(hash: Hash, publications: readonly Publication[]): Hash | null {
  const at = publications.findIndex((publication) => publication.hash === hash);
  return publications.slice(at + 1).find((publication) => at >= 0 && publication.hash !== hash)?.hash ?? null;
}

async function filesOf(
  hash: Hash | null,
  store: Desk["store"],
  tenant: string,
): Promise<ReadonlyMap<string, KeptFile["text"]>> {
  const files = hash === null ? [] : await store.readBlueprint(tenant, hash);
  if (files === null) throw new PurserError("PUR-2002", `The version ${hash} is not kept.`);
  return new Map(files.map(({ path, text }) => [path, text]));
}

/** Lines around what changed; and how many edits are looked for before a file counts as too different to be shown. */
const shown = { context: 3, maxEditLength: 4_000 };

function difference(path: string, older: string | undefined, newer: string | undefined): FileDifference[] {
  if (older === newer) return [];
  const kind = older === undefined ? "added" : newer === undefined ? "removed" : "changed";
  const patch = structuredPatch(path, path, older ?? "", newer ?? "", "", "", shown);
  const hunks = patch?.hunks.map(({ oldStart, newStart, lines }) => ({ oldStart, newStart, lines })) ?? null;
  return [{ path, kind, hunks }];
}

/**
 * Puts a version in force again that was in force or kept before, or lets it wait for a second person where it permits more than
 * the one in force; cases of others keep theirs. One that is in force already stays so, and nothing is noted.
 *
 * @throws PurserError PUR-2196, and PUR-2197 for one that cannot be run here.
 */
export async function putInForceAgain(
  hash: Hash,
  { by, why, load, current }: { by: string; why: string; load: VersionLoader; current: () => Blueprint },
  desk: Desk,
): Promise<Saved> {
  const version = await load(hash);
  if (version === null) throw new PurserError("PUR-2197", `The version is ${hash}.`);
  // Another process may have published since this one last looked.
  const published = (await desk.store.publishedBlueprint(desk.tenant)) ?? current().hash;
  if (published === hash) return { kind: "in-force", hash };
  const inForce = published === current().hash ? current() : await load(published);
  if (inForce === null) throw new PurserError("PUR-2197", `The version in force is ${published}.`);
  return putForward(version, { by, why, inForce }, desk);
}
