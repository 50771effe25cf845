#!/usr/bin/env node
// The `purser` command: makes the build when it is missing or older than its sources, and hands over to it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";

const workspace = fileURLToPath(new URL("../..", import.meta.url));
/** As published there are no sources, and so nothing to build. */
const packages = ["contract", "kit", "server"]
  .map((name) => join(workspace, name))
  .filter((folder) => existsSync(join(folder, "src")));
const compiler = join(workspace, "node_modules", "typescript", "bin", "tsc");
const bundler = join(workspace, "node_modules", "vite", "bin", "vite.js");
/**
 * What is bundled for browsers, which needs no types, from its own sources and what crosses the wire; without its sources or the
 * bundler what is there is served.
 */
const bundles = [
  { name: "desk", folder: join(workspace, "console") },
  { name: "widget", folder: join(workspace, "widget") },
].filter(({ folder }) => existsSync(join(folder, "src")) && existsSync(bundler));
const output = join(workspace, "server", "dist");
const lock = join(output, ".build-lock");
/** Commands that are over soon. */
const brief = new Set("init hold check tools secrets publish pull cases queue pauses answer undo why".split(" "));
/** Fifteen times what V8 spends by itself before it optimizes a function. */
const bytecodesBeforeOptimizing = 2_000_000;
const lockWaitMs = 120_000;
const lookEveryMs = 50;

if (isBuilt() || (takeLock() && buildLocked())) {
  const args = process.argv.slice(2);
  if (brief.has(args[0])) await spareCompilers();
  const { main } = await import("../dist/main.js");
  process.exitCode = await main(args);
} else {
  process.exitCode = 1;
}

/**
 * Has little compiled; called before anything that makes a schema is imported. A short command runs most of its code a few
 * times: zod would write and compile a function for each schema, and V8 would optimize beside the work what then runs no
 * more, together a fifth of the processor time of `purser check`. Code that goes on for seconds is optimized all the same.
 */
async function spareCompilers() {
  (await import("zod")).config({ jitless: true });
  setFlagsFromString(`--interrupt-budget=${bytecodesBeforeOptimizing}`);
}

function isBuilt() {
  return areProgramsBuilt() && bundles.every(isBundled);
}

function areProgramsBuilt() {
  return packages.every((folder) => isNewer(stampOf(folder), [join(folder, "src")]));
}

function isBundled(bundle) {
  return isNewer(pageOf(bundle), [join(bundle.folder, "src"), join(workspace, "contract", "src")]);
}

function pageOf({ name, folder }) {
  return join(folder, "dist", name, "index.html");
}

function isNewer(made, folders) {
  return existsSync(made) && folders.every((folder) => statSync(made).mtimeMs >= newestSource(folder));
}

function stampOf(folder) {
  return join(folder, "dist", ".tsbuildinfo");
}

/** When the newest source was changed, in milliseconds; tests are not part of the run. */
function newestSource(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((newest, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return Math.max(newest, newestSource(path));
    const counts = /\.(tsx?|css)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name);
    return counts ? Math.max(newest, statSync(path).mtimeMs) : newest;
  }, 0);
}

/** Of commands that start at once one builds and the others wait for it. */
function takeLock() {
  const giveUpAt = Date.now() + lockWaitMs;
  for (;;) {
    try {
      mkdirSync(output, { recursive: true });
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return true;
    } catch (error) {
      if (error.code !== "EEXIST") return fail(error.message);
    }
    if (Date.now() > giveUpAt) return fail(`Another build holds ${lock}.`);
    if (isHolderGone()) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lookEveryMs);
  }
}

function isHolderGone() {
  try {
    const holder = Number(readFileSync(lock, "utf8"));
    // Between its making and its writing the file is empty for a moment.
    if (holder === 0) return Date.now() - statSync(lock).mtimeMs > 1000;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

function buildLocked() {
  try {
    return (areProgramsBuilt() || build()) && bundles.every((bundle) => isBundled(bundle) || make(bundle));
  } finally {
    rmSync(lock, { force: true });
  }
}

function build() {
  if (!existsSync(compiler)) return fail(`${compiler} is not there.`);
  process.stderr.write("purser: building, once after a change of its sources ...\n");
  const startedAt = new Date();
  const { status, error, stdout } = spawnSync(
    process.execPath,
    [compiler, "-b", "--noCheck", join(workspace, "server")],
    {
      cwd: workspace,
      encoding: "utf8",
    },
  );
  // The compiler leaves the stamp of a package that it finds unchanged, and writes one also when it found mistakes.
  const isMade = status === 0 || (error === undefined && hasOnlyMistakesInTests(stdout));
  stampAll(isMade ? startedAt : new Date(0));
  return isMade || fail(error?.message ?? stdout.trim().split("\n").slice(0, 10).join("\n"));
}

function make(bundle) {
  const { name, folder } = bundle;
  process.stderr.write(`purser: bundling the ${name}, once after a change of its sources ...\n`);
  const startedAt = new Date();
  const { status, error, stderr } = spawnSync(process.execPath, [bundler, "build", folder, "--logLevel", "error"], {
    cwd: workspace,
    encoding: "utf8",
    // Whatever starts this: it is made for use.
    env: { ...process.env, NODE_ENV: "production" },
  });
  // Everything else works without it, and its address then says what is missing.
  if (status !== 0) process.stderr.write(`purser: the ${name} was not made: ${error?.message ?? stderr.trim()}\n`);
  if (status !== 0) return true;
  utimesSync(pageOf(bundle), startedAt, startedAt);
  return true;
}

/** Such a build is whole: tests are not part of the run. */
function hasOnlyMistakesInTests(output) {
  const places = [...output.matchAll(/^(\S+)\(\d+,\d+\): error /gm)].map(([, path]) => path);
  return places.length > 0 && places.every((path) => path.endsWith(".test.ts"));
}

function stampAll(at) {
  for (const stamp of packages.map(stampOf).filter(existsSync)) utimesSync(stamp, at, at);
}

/** PUR-1008, as the error table has it: the table itself is part of the build. */
function fail(detail) {
  process.stderr.write(
    `PUR-1008 The build is missing or older than the sources, and could not be made.\n${detail}\nKept: Nothing was started.\nTo do: Run npm ci, then npm run build.\n`,
  );
  return false;
}
