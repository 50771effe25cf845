import { chmod, mkdtemp, readdir, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copyBinaries } from "./copy-binaries.ts";
import { findBinaries, type LibraryLink, type PostgresBinaries } from "./find-binaries.ts";
import { prepareBinaries } from "./prepare-binaries.ts";
import { runCommand } from "./run-command.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "purser-binaries-"));
});
afterEach(async () => rm(directory, { recursive: true }));

/** The binaries as npm leaves them when install scripts are ignored: without the links. */
async function installedWithoutScripts(): Promise<PostgresBinaries> {
  const nativeDirectory = await copyBinaries(await findBinaries(process.platform, process.arch), directory);
  const library = join(nativeDirectory, "lib");
  const missingLinks: LibraryLink[] = [];
  for (const entry of await readdir(library, { withFileTypes: true })) {
    if (!entry.isSymbolicLink()) continue;
    const target = join(library, entry.name);
    missingLinks.push({ source: join(library, await readlink(target)), target });
    await rm(target);
  }
  return { version: "1", majorVersion: "1", nativeDirectory, missingLinks };
}

test("without npm's install script the binaries run in place, and unreachable for their user as a copy", async () => {
  const binaries = await installedWithoutScripts();
  const libraries = join(binaries.nativeDirectory, "lib");
  const before = await readdir(libraries);
  const place = { directory, dataDirectory: "", relocated: false };

  const inPlace = await prepareBinaries(binaries, { ...place, user: null });
  expect(inPlace.binariesDirectory).toBe(join(binaries.nativeDirectory, "bin"));
  expect(await exitCodeOf(inPlace.binariesDirectory, {})).toBe(127);
  expect(await exitCodeOf(inPlace.binariesDirectory, inPlace.env)).toBe(0);
  expect(await readdir(libraries)).toEqual(before);

  await chmod(binaries.nativeDirectory, 0o700);
  const copied = await prepareBinaries(binaries, { ...place, user: { name: "stranger", uid: 4_242, gid: 4_242 } });
  expect(copied.binariesDirectory).toBe(join(directory, "binaries-1", "bin"));
  expect(await exitCodeOf(copied.binariesDirectory, copied.env)).toBe(0);
});

async function exitCodeOf(binariesDirectory: string, env: Record<string, string>): Promise<number | null> {
  const postgres = join(binariesDirectory, "postgres");
  return (await runCommand(postgres, ["--version"], { env, timeoutMs: 5_000 })).exitCode;
}

const machinesWithout = [
  { platform: "sunos", architecture: "x64" },
  { platform: "linux", architecture: "mips" },
  { platform: "win32", architecture: "x64" },
];
for (const { platform, architecture } of machinesWithout) {
  test(`on ${platform} with ${architecture}, for which there are no binaries, one is told to set DATABASE_URL`, async () => {
    const finding = findBinaries(platform, architecture);
    await expect(finding).rejects.toMatchObject({ code: "PUR-1004" });
    await expect(finding).rejects.toThrow("set DATABASE_URL");
  });
}
