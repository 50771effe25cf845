// `npm run shots`: pictures of each view of the desk at 1440 and 390 pixels, of the chat on a page, and of the example's shop, as their tests see them.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = process.argv[2] ?? fileURLToPath(new URL("../docs/guide/shots/", import.meta.url));
mkdirSync(folder, { recursive: true });
const tests = [
  "run",
  "--project",
  "long",
  "e2e/desk.test.ts",
  "e2e/inbox.test.ts",
  "e2e/widget.test.ts",
  "e2e/first-minute.test.ts",
  "-t",
  "no view has a fault of access",
];
const { status } = spawnSync("npx", ["--no-install", "vitest", ...tests], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PURSER_SHOTS: folder },
});
console.log(`The pictures are in ${folder}`);
process.exitCode = status ?? 1;
