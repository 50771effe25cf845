import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { findClosedPath } from "./find-closed-path.ts";
import { parsePasswd, runAs, type ServiceUser } from "./find-service-user.ts";
import { readProcess } from "./read-process.ts";
import { recognisePostmaster } from "./recognise-postmaster.ts";
import { startEmbeddedPostgres, type EmbeddedPostgres } from "./start-embedded-postgres.ts";

const isRoot = process.getuid?.() === 0;
const childScript = fileURLToPath(new URL("start-in-child.ts", import.meta.url));
/** Several statements at once are answered by a list, which nobody here reads. */
const rowsSchema = z.object({ rows: z.array(z.unknown()) }).or(z.array(z.unknown()).transform(() => ({ rows: [] })));
const childReportSchema = z.object({ pid: z.int(), url: z.string() });

/** Making a cluster is what takes long; the tests that do not look at that share one. */
let shared = "";
const directories: string[] = [];
const servers: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];
const startedInChildren: { pid: number; directory: string }[] = [];

beforeAll(async () => {
  shared = await scratchDirectory();
  directories.pop();
  await (await start(shared)).stop();
});
afterAll(async () => rm(shared, { recursive: true, force: true }));

afterEach(async () => {
  for (const child of children.splice(0)) await killHard(child);
  for (const { pid, directory } of startedInChildren.splice(0)) await killIfLeft(pid, directory);
  for (const server of servers.splice(0)) await server.stop();
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true });
});

/** mkdtemp gives 0700; as root that would be relocated, which one test is about and the others are not. */
async function scratchDirectory(mode = 0o711): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "purser-embedded-"));
  await chmod(directory, mode);
  directories.push(directory);
  return directory;
}

async function start(directory: string, port?: number): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({
    directory,
    log: () => undefined,
    ...(port === undefined ? {} : { port }),
  });
  servers.push(server);
  if (server.relocated) directories.push(server.directory);
  return server;
}

async function refusal(directory: string, port?: number): Promise<EmbeddedPostgresError> {
  const outcome = await start(directory, port).catch((error: unknown) => error);
  if (outcome instanceof EmbeddedPostgresError) return outcome;
  throw new Error("the start was not refused", { cause: outcome });
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return rowsSchema.parse(await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function spawnChild(directory: string, user: ServiceUser | null = null): ChildProcess {
  const child = spawn(process.execPath, ["--import", "jiti/register", childScript, directory], {
    ...runAs(user),
    cwd: dirname(childScript),
    stdio: ["pipe", "pipe", "pipe"],
  });
  children.push(child);
  return child;
}

async function startInChild(directory: string, user: ServiceUser | null = null) {
  const child = spawnChild(directory, user);
  const report = new Promise<string>((resolve, reject) => {
    let complaint = "";
    child.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    child.once("exit", () => reject(new Error(`the child ended: ${complaint}`)));
  });
  const started = { child, directory, ...childReportSchema.parse(JSON.parse(await report)) };
  startedInChildren.push(started);
  return started;
}

async function killHard(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** A test that failed may have left a server whose supervisor is dead. */
async function killIfLeft(pid: number, directory: string): Promise<void> {
  const state = await readProcess(pid);
  if (state.kind !== "running" || recognisePostmaster(state, join(directory, "data")) !== "postmaster") return;
  process.kill(pid, "SIGKILL");
}

const committed = [{ text: "committed" }];

describe("an ordinary life", () => {
  test("what was committed is there after a stop and a start", async () => {
    const directory = await scratchDirectory();
    const first = await start(join(directory, "not", "made yet"));
    await query(first.url, "create table notes (text text); insert into notes values ('committed')");
    await first.stop();
    await first.stop();
    expect(await first.exited).toEqual({ kind: "stopped" });
    const second = await start(join(directory, "not", "made yet"));
    expect(await query(second.url, "select text from notes")).toEqual(committed);
    expect(second.relocated).toBe(false);
  });

  test("the server syncs to disk, speaks UTF-8, asks for a password and listens on this machine only", async () => {
    const server = await start(shared);
    const names = "fsync synchronous_commit full_page_writes wal_level max_connections shared_buffers server_encoding";
    const more = "password_encryption listen_addresses unix_socket_directories";
    const sql = `select current_setting(name) as value from unnest(string_to_array('${names} ${more}', ' ')) as name`;
    const expected = ["on", "on", "on", "replica", "100", "128MB", "UTF8", "scram-sha-256", "127.0.0.1", ""];
    expect(await query(server.url, sql)).toEqual(expected.map((value) => ({ value })));
    const locale = "select datlocprovider as provider, datlocale as locale from pg_database where datname = 'postgres'";
    expect(await query(server.url, locale)).toEqual([{ provider: "b", locale: "C.UTF-8" }]);
    await expect(query(server.url.replace(/:[^:@]+@/, ":wrong@"), "select 1")).rejects.toThrow("password");
    expect((await stat(join(server.directory, "password"))).mode & 0o777).toBe(0o600);
  });

  test.skipIf(!isRoot)(
    "an ordinary user starts it too (skipped unless root, who alone can become one)",
    async (context) => {
      const nobody = parsePasswd(await readFile("/etc/passwd", "utf8")).find(({ name }) => name === "nobody");
      if (nobody === undefined) return context.skip("there is no user nobody");
      const closed = (await findClosedPath(childScript, nobody)) ?? (await findClosedPath(process.execPath, nobody));
      if (closed !== null && closed !== childScript) return context.skip(`nobody cannot enter ${closed}`);
      const directory = await scratchDirectory(0o700);
      await chown(directory, nobody.uid, nobody.gid);
      const { url, pid } = await startInChild(directory, nobody);
      expect(await query(url, "select text from notes")).toEqual(committed);
      expect((await stat(`/proc/${pid}`)).uid).toBe(nobody.uid);
      await killHard(children.splice(0)[0] ?? expect.unreachable());
      const adopted = await start(directory); // root finds nobody's orphan and nobody's cluster
      expect(await query(adopted.url, "select text from notes")).toEqual(committed);
    },
  );
});

describe("killing", () => {
  test("a start after kill -9 recovers what was committed and ends the server that was left", async () => {
    const { child, pid } = await startInChild(shared);
    await killHard(child);
    expect((await readProcess(pid)).kind).toBe("running");
    const server = await start(shared);
    expect((await readProcess(pid)).kind).not.toBe("running");
    expect(await query(server.url, "select text from notes")).toEqual(committed);
  });

  test("a start after kill -9 of supervisor and server at once recovers what was committed", async () => {
    const { child, pid } = await startInChild(shared);
    process.kill(pid, "SIGKILL");
    await killHard(child);
    const server = await start(shared);
    expect(await query(server.url, "select text from notes")).toEqual(committed);
  });

  test("a killed server is reported as died, and the same process may start it again", async () => {
    const first = await start(shared);
    process.kill(first.pid, "SIGKILL");
    expect(await first.exited).toMatchObject({ kind: "died", signal: "SIGKILL" });
    const second = await start(shared);
    expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("a start after kill -9 in the middle of initdb makes a whole cluster", async () => {
    const directory = await scratchDirectory();
    const child = spawnChild(directory);
    const halfMade = async (): Promise<boolean> => {
      const workshop = (await readdir(directory)).find((entry) => entry.startsWith("init-"));
      if (workshop === undefined) return false;
      return (await readdir(join(directory, workshop, "data")).catch(() => [])).length > 3;
    };
    while (!(await halfMade())) await delay(2);
    await killHard(child);
    expect(await readdir(directory)).not.toContain("data");
    const server = await start(directory);
    expect(await query(server.url, "select count(*)::int as databases from pg_database")).toEqual([{ databases: 3 }]);
    expect((await readdir(directory)).filter((entry) => entry.startsWith("init-"))).toEqual([]);
  });
});

describe("stale files", () => {
  test("a postmaster.pid that names another program does not block the start, nor harm the program", async () => {
    const stranger = spawn("sleep", ["60"], { cwd: shared });
    children.push(stranger);
    await writeFile(join(shared, "data", "postmaster.pid"), `${stranger.pid ?? 0}\n${shared}/data\n`);
    const server = await start(shared);
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  test("a postmaster.pid that names a zombie does not block the start", async () => {
    // The child ends when its parent is no shell any more, which would have waited for it.
    const parent = spawn("sh", ["-c", "sleep 1 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "inherit"] });
    children.push(parent);
    const zombie = await new Promise<number>((resolve) => parent.stdout.once("data", (pid) => resolve(Number(pid))));
    while ((await readProcess(zombie)).kind !== "zombie") await delay(5);
    await writeFile(join(shared, "data", "postmaster.pid"), `${zombie}\n${shared}/data\n`);
    const server = await start(shared);
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });
});

describe("refusals", () => {
  test("a start while another process runs the cluster is refused, names that process and touches nothing", async () => {
    const { child, url } = await startInChild(shared);
    const before = await readdir(shared);
    const error = await refusal(shared);
    expect(error.code).toBe("PUR-1002");
    expect(error.message).toContain(`process ${child.pid ?? 0}`);
    expect(await readdir(shared)).toEqual(before);
    expect(await query(url, "select text from notes")).toEqual(committed);
  });

  test("of several starts at the same moment one wins", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, async () => start(shared)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", ...Array<string>(4).fill("rejected")]);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "PUR-1002" });
    }
  });

  test("a server whose supervisor is not on record is left running, and named", async () => {
    const server = await start(shared);
    await rm(join(shared, "owner"));
    const error = await refusal(shared);
    expect(error.code).toBe("PUR-1002");
    expect(error.message).toContain(`process ${server.pid}`);
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("a cluster of another major version is refused and kept as it is", async () => {
    const directory = await scratchDirectory();
    await mkdir(join(directory, "data"), { mode: 0o700 });
    await writeFile(join(directory, "data", "PG_VERSION"), "16\n");
    const error = await refusal(directory);
    expect(error.code).toBe("PUR-1003");
    expect(error.account.happened).toMatch(/made by Postgres 16, and this Purser brings Postgres \d\d/);
    expect(error.account.todo).toContain("backup");
    expect(await readdir(directory, { recursive: true })).toEqual(["data", join("data", "PG_VERSION")]);
  });

  test("files that are no cluster are refused and kept", async () => {
    const directory = await scratchDirectory();
    await mkdir(join(directory, "data"));
    await writeFile(join(directory, "data", "diary.txt"), "mine");
    const error = await refusal(directory);
    expect(error.code).toBe("PUR-1001");
    expect(error.account.happened).toContain("no PG_VERSION");
    expect(await readdir(join(directory, "data"))).toEqual(["diary.txt"]);
  });

  test("a port that another program holds is told in Postgres' own words", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = z.object({ port: z.int() }).parse(holder.address());
    const error = await refusal(shared, port);
    holder.close();
    expect(error.code).toBe("PUR-1001");
    expect(error.message).toContain("Address already in use");
  });

  test("a place where nothing can be made is told in the system's words", async () => {
    const file = join(await scratchDirectory(), "a file");
    await writeFile(file, "");
    const error = await refusal(join(file, "below"));
    expect(error.code).toBe("PUR-1001");
    expect(error.message).toContain("a part of the path is not a directory");
  });
});

describe("root in a directory that only root can enter (skipped unless root)", () => {
  test.skipIf(!isRoot)("the cluster goes where Postgres can enter, stays there and says where", async () => {
    const directory = await scratchDirectory(0o700);
    const first = await start(join(directory, "clone", ".purser"));
    expect(first.relocated).toBe(true);
    expect(first.directory).toMatch(/^\/var\/lib\/purser-[0-9a-f]{12}$/);
    await query(first.url, "create table notes (text text); insert into notes values ('committed')");
    await first.stop();
    await chmod(directory, 0o711); // opened later: the data must not seem lost
    const second = await start(join(directory, "clone", ".purser"));
    expect(second.directory).toBe(first.directory);
    expect(await query(second.url, "select text from notes")).toEqual(committed);
  });

  test.skipIf(!isRoot)("a cluster that its user can no longer enter is refused, not replaced", async () => {
    await chmod(shared, 0o700);
    const error = await refusal(shared);
    await chmod(shared, 0o711);
    expect(error.code).toBe("PUR-1001");
    expect(error.message).toContain(`cannot enter ${shared}`);
  });
});
