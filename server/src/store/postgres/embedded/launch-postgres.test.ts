import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { launchPostgres, type LaunchedPostgres } from "./launch-postgres.ts";
import { readProcess } from "./read-process.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "purser-launch-"));
});
afterEach(async () => rm(directory, { recursive: true }));

/** Launches a shell script in place of Postgres. */
async function launchScript(script: string, readyWithinMs = 30_000): Promise<LaunchedPostgres> {
  const executable = join(directory, "postgres");
  await writeFile(executable, script);
  await chmod(executable, 0o755);
  return launchPostgres({
    binaries: { binariesDirectory: directory, env: {} },
    place: { directory, dataDirectory: directory, user: null, relocated: false },
    port: null,
    readyWithinMs,
    log: () => undefined,
  });
}

test("a server that is not ready in time is stopped, and its last lines are told", async () => {
  const launch = launchScript("#!/bin/sh\necho $$ > $2/pid\necho 'still replaying' >&2\nexec sleep 60\n", 2_000);
  await expect(launch).rejects.toThrow("not ready after 2 s. Its last lines were:\nstill replaying");
  await expect(launch).rejects.toMatchObject({ code: "PUR-1001" });
  expect(await readProcess(Number(await readFile(join(directory, "pid"), "utf8")))).toEqual({ kind: "gone" });
});

test("a server that ends before it is ready is not tried again, and its last lines are told", async () => {
  const launch = launchScript('#!/bin/sh\necho try >> "$2/tries"\necho "No space left on device" >&2\nexit 1\n');
  await expect(launch).rejects.toThrow("No space left on device");
  expect(await readFile(join(directory, "tries"), "utf8")).toBe("try\n");
});

test("the last processes of a server killed a moment ago are waited for", async () => {
  const counter = '#!/bin/sh\necho try >> "$2/tries"\n';
  const outcome = 'if [ $(wc -l < "$2/tries") -lt 3 ]; then echo "pre-existing shared memory block" >&2; exit 1; fi\n';
  const ready = 'printf "$$\\n\\n\\n\\n\\n\\n\\nready\\n" > "$2/postmaster.pid"; exec sleep 60\n';
  const { postgres } = await launchScript(counter + outcome + ready);
  await postgres.stop();
  expect(await readFile(join(directory, "tries"), "utf8")).toBe("try\ntry\ntry\n");
});

test("binaries for another C library are told as an unsupported platform", async () => {
  await expect(launchScript("#!/lib/no-such-loader\n")).rejects.toMatchObject({ code: "PUR-1004" });
});
