// `npm run check`: what a change must pass before its tests are run, in under 30 seconds.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const lanes = 2;

/** In the order of their start. A step that needs the types of built packages waits for the first, which builds them. */
const steps = [
  { name: "build", commands: [["tsc", "-b"]], waitsForBuild: false },
  { name: "dead code", commands: [["knip", "--no-progress"]], waitsForBuild: false },
  { name: "lint", commands: [["oxlint", "--type-aware", "--format=unix"]], waitsForBuild: true },
  {
    name: "types",
    commands: [
      ["tsc", "-p", "architecture"],
      ["tsc", "-p", "testkit"],
      ["tsc", "-p", "e2e"],
      ["tsc", "-p", "evals/taubench"],
      ["tsc", "-p", "server/tsconfig.template.json"],
    ],
    waitsForBuild: true,
  },
  {
    name: "architecture",
    commands: [
      ["vitest", "run", "--reporter=dot", "architecture.test.ts", "lint.test.ts", "lockfile.test.ts", "tidy.test.ts"],
    ],
    waitsForBuild: false,
  },
  { name: "format", commands: [["oxfmt", "--check"]], waitsForBuild: false },
];

/** The linter's engine, a Go program, spends a tenth less of the processor when it collects its garbage less often; 3 GB at most. */
const environment = { ...process.env, NO_COLOR: "1", GOGC: "1000" };

const startedAt = performance.now();
const { promise: buildEnded, resolve: endBuild } = withResolver();
const waiting = [...steps];
const results = (await Promise.all(Array.from({ length: lanes }, runLane))).flat();
const failed = results.filter(({ isPassed }) => !isPassed);

for (const { name, output } of failed) console.log(`\n--- ${name} ---\n${output.trim()}`);
console.log(`\n${steps.length - failed.length} of ${steps.length} passed in ${secondsSince(startedAt)}`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Takes steps off the list, one after another, until there is none. */
async function runLane() {
  const done = [];
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    if (step.waitsForBuild) await buildEnded;
    done.push(await runStep(step));
    if (step === steps[0]) endBuild();
  }
  return done;
}

/** Runs a step's commands up to the first that fails. */
async function runStep({ name, commands }) {
  const stepStartedAt = performance.now();
  let output = "";
  let isPassed = true;
  for (const command of commands) {
    const ended = await run(command);
    output += ended.output;
    isPassed = ended.code === 0;
    if (!isPassed) break;
  }
  console.log(`${isPassed ? "passed" : "FAILED"}  ${name.padEnd(14)}${secondsSince(stepStartedAt).padStart(7)}`);
  return { name, isPassed, output };
}

/** Runs a tool of this repository without a terminal; a tool that cannot be started has failed. */
function run([tool, ...options]) {
  return new Promise((resolve) => {
    const child = spawn(join(root, "node_modules", ".bin", tool), options, {
      cwd: root,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => resolve({ code: 1, output: `${tool}: ${error.message}` }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

function secondsSince(instant) {
  return `${((performance.now() - instant) / 1000).toFixed(1)} s`;
}

/** A promise that is kept from outside; Node 20 has no `Promise.withResolvers`. */
function withResolver() {
  let resolve = () => {};
  const promise = new Promise((keep) => (resolve = keep));
  return { promise, resolve };
}
