import { createHash, randomUUID } from "node:crypto";
import { link, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { readProcess } from "./read-process.ts";
import { readTextIfPresent } from "./read-text-if-present.ts";
import { systemCodeOf } from "./system-code-of.ts";

const ownerSchema = z.object({ pid: z.int().positive(), started: z.string() });
/** The process that supervises the cluster. The start time tells it from a later process with the same pid. */
export type Owner = z.infer<typeof ownerSchema>;

export type Claim = {
  /** Whose claim ended without a release, by kill -9 or a power cut; null when there was none. */
  previous: Owner | null;
  release(): Promise<void>;
  /** Puts the previous owner back, for when what it left could not be cleared. */
  handBack(): Promise<void>;
};

/**
 * Makes this process the owner of the directory, or throws PUR-1002 with the pid of the living owner and touches
 * nothing.
 *
 * The file `owner` names the owner. Of an owner that is gone, the one successor is whoever makes the file named after
 * that owner's record: a link is made once and whole, so of any number of starts one wins. A successor killed before
 * it became the owner may be succeeded in the same way. The winner replaces `owner` before it removes the links, and
 * whoever makes a link looks again from the start: a link made too late is seen to lead nowhere.
 *
 * Pids are compared within one machine: two machines or containers that share one directory are not told apart.
 */
export async function claimDirectory(directory: string): Promise<Claim> {
  const ownerFile = join(directory, "owner");
  const record = JSON.stringify({ ...(await describeSelf()), claim: randomUUID() });
  for (;;) {
    const line = await readSuccession(ownerFile);
    await refuseIfAlive(directory, line.at(-1));
    if (await succeed(ownerFile, line, record)) return makeClaim(ownerFile, record, line);
  }
}

export function directoryInUse(directory: string, pid: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError("PUR-1002", {
    happened: `The cluster in ${directory} is in use by the running process ${pid}.`,
    kept: "Nothing was touched.",
    todo: `Use the Purser that runs, or stop process ${pid} first.`,
  });
}

function makeClaim(ownerFile: string, record: string, line: readonly string[]): Claim {
  const previousRecord = line.find((entry) => parseOwner(entry) !== null);
  const isOurs = async (): Promise<boolean> => (await readTextIfPresent(ownerFile)) === record;
  return {
    previous: previousRecord === undefined ? null : parseOwner(previousRecord),
    release: async () => {
      if (await isOurs()) await rm(ownerFile, { force: true });
    },
    handBack: async () => {
      if (!(await isOurs())) return;
      if (previousRecord === undefined) return rm(ownerFile, { force: true });
      const draft = draftFile(ownerFile);
      await writeFile(draft, previousRecord);
      await rename(draft, ownerFile);
    },
  };
}

/** The records of the owner and of those who began to succeed it, in order; empty when the directory is free. */
async function readSuccession(ownerFile: string): Promise<string[]> {
  const line: string[] = [];
  for (let file = ownerFile; ;) {
    const record = await readTextIfPresent(file);
    if (record === null) return line;
    line.push(record);
    file = successorFile(ownerFile, record);
  }
}

async function succeed(ownerFile: string, line: readonly string[], record: string): Promise<boolean> {
  const draft = draftFile(ownerFile);
  const last = line.at(-1);
  try {
    await writeFile(draft, record);
    if (last === undefined) return await linkIfFree(draft, ownerFile);
    const ourLink = successorFile(ownerFile, last);
    if (!(await linkIfFree(draft, ourLink))) return false;
    if ((await readSuccession(ownerFile)).at(-1) !== record) {
      await rm(ourLink, { force: true });
      return false;
    }
    await rename(draft, ownerFile);
    for (const entry of line) await rm(successorFile(ownerFile, entry), { force: true });
    return true;
  } finally {
    await rm(draft, { force: true });
  }
}

/** No two records are alike, so a record has one such name and at most one successor. */
export function successorFile(ownerFile: string, record: string): string {
  return `${ownerFile}-after-${createHash("sha256").update(record).digest("hex").slice(0, 16)}`;
}

function draftFile(ownerFile: string): string {
  return `${ownerFile}-draft-${randomUUID()}`;
}

async function linkIfFree(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (systemCodeOf(error) === "EEXIST") return false;
    throw error;
  }
}

async function describeSelf(): Promise<Owner> {
  const state = await readProcess(process.pid);
  if (state.kind !== "running") throw new Error("this process cannot see itself: /proc is not mounted");
  return { pid: process.pid, started: state.started };
}

async function refuseIfAlive(directory: string, record: string | undefined): Promise<void> {
  const owner = record === undefined ? null : parseOwner(record);
  if (owner === null) return;
  const state = await readProcess(owner.pid);
  if (state.kind === "running" && state.started === owner.started) throw directoryInUse(directory, owner.pid);
}

/** An unreadable record is what a power cut leaves: it names nobody. */
function parseOwner(text: string): Owner | null {
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
