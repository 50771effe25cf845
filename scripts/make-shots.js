// `npm run shots`: pictures of each page at 1440 and 390 pixels, light and dark, as the tests of their access see them: of the desk, the
// chat on a page, and the example's shop. Those that the guide shows are put beside it, to be looked at before they are committed.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const guide = fileURLToPath(new URL("../docs/guide/", import.meta.url));
const folder = process.argv[2] ?? join(guide, "shots");
mkdirSync(folder, { recursive: true });
// All of them: what a page shows in its picture is what the tests before have done.
const tests = ["run", "--project", "long", "e2e"];
const { status } = spawnSync("npx", ["--no-install", "vitest", ...tests], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PURSER_SHOTS: folder },
});
const made = new Set(readdirSync(folder));
mkdirSync(join(guide, "pictures"), { recursive: true });
for (const name of picturesOfGuide()) {
  if (made.has(name)) copyFileSync(join(folder, name), join(guide, "pictures", name));
  else console.log(`The guide shows ${name}, which no test makes`);
}
console.log(`The pictures are in ${folder}, those of the guide in ${join(guide, "pictures")}`);
process.exitCode = status ?? 1;

function picturesOfGuide() {
  const pages = readdirSync(guide).filter((name) => name.endsWith(".md"));
  const shown = pages.flatMap((name) => [
    ...readFileSync(join(guide, name), "utf8").matchAll(/\]\(pictures\/([\w-]+\.png)\)/g),
  ]);
  return new Set(shown.map(([, name]) => name));
}
