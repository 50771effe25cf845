import { readFile, stat } from "node:fs/promises";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/** Whom Postgres runs as when we are root, which it refuses to be. Its supplementary groups are dropped at the start. */
export type ServiceUser = { name: string; uid: number; gid: number };

const candidates = ["postgres", "node", "nobody"];

/** For a new cluster. Throws PUR-1001 when the machine has none of the candidates. */
export async function findServiceUser(): Promise<ServiceUser> {
  const users = parsePasswd(await readFile("/etc/passwd", "utf8"));
  for (const name of candidates) {
    const found = users.find((user) => user.name === name);
    if (found !== undefined) return found;
  }
  throw new EmbeddedPostgresError("PUR-1001", {
    happened: `Postgres refuses to run as root, and there is no user ${candidates.join(", ")} to run it as.`,
    kept: "Nothing was made.",
    todo: "Start Purser as an ordinary user, or add a user named postgres; or set DATABASE_URL.",
  });
}

/** For an existing cluster: its files are its owner's. A cluster copied by root belongs to nobody in particular. */
export async function findOwner(dataDirectory: string): Promise<ServiceUser | null> {
  const { uid, gid } = await stat(dataDirectory);
  if (uid === 0) return null;
  const users = parsePasswd(await readFile("/etc/passwd", "utf8"));
  return { name: users.find((user) => user.uid === uid)?.name ?? `uid ${uid}`, uid, gid };
}

/** How child_process is told; nothing for an ordinary user, who stays who they are. */
export function runAs(user: ServiceUser | null): { uid?: number; gid?: number } {
  return user === null ? {} : { uid: user.uid, gid: user.gid };
}

export function parsePasswd(text: string): ServiceUser[] {
  return text.split("\n").flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    if (name === undefined || uid === undefined || gid === undefined) return [];
    return [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}
