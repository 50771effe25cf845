import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findRunningPostgres } from "../store/postgres/embedded/find-running-postgres.ts";
import { endCommands, ended, startCommand } from "./test-command.ts";

const larkspur = fileURLToPath(new URL("../../../examples/larkspur", import.meta.url));
const runsWithinMs = 120_000;

let folder: string;
let started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "purser-closed-"));
  // Where Postgres may not run as root it runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  await endCommands(started);
  started = [];
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: readonly string[]): ChildProcess {
  const child = startCommand([...args, "--blueprint", larkspur], folder, { TMPDIR: folder });
  started.push(child);
  return child;
}

/** What a pipe into `head -1` does: it reads the first lines and goes away. */
async function closeAfterFirstLines(output: ChildProcess["stdout"]): Promise<void> {
  await new Promise((resolve) => output?.once("data", resolve));
  output?.destroy();
}

test.each(["stdout", "stderr"] as const)(
  "a command whose reader of %s goes away stops its database and leaves no folder behind",
  async (output) => {
    // `dev` says on stderr what it does, a demo on stdout.
    const child =
      output === "stdout"
        ? start("demo", "change-address", "refund-approved", "wrong-size")
        : start("dev", "--verbose", "--port", "0", "--data", join(folder, "data"));
    const end = ended(child);
    await closeAfterFirstLines(child[output]);
    await end;
    const running = await findRunningPostgres(join(folder, "data", "postgres"));
    expect(running).toBeNull();
    expect(readdirSync(folder).filter((name) => name !== "data")).toEqual([]);
  },
  runsWithinMs,
);

test(
  "a command that is interrupted stops the database that it has started for itself",
  async () => {
    const directory = join(folder, "data", "postgres");
    const child = start("migrate", "--data", join(folder, "data"));
    const end = ended(child);
    while (child.exitCode === null && (await findRunningPostgres(directory)) === null)
      await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill("SIGINT");
    expect((await end).code).toBe(130);
    expect(await findRunningPostgres(directory)).toBeNull();
  },
  runsWithinMs,
);
