// `npm run size`: how much a browser fetches before the desk can be used, zipped; fails above the bound.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const built = join(root, "console", "dist", "desk");
const mostBytes = { consoleFirstLoadGzip: 200_000 };

const bundler = join(root, "node_modules", "vite", "bin", "vite.js");
const { status, stderr } = spawnSync(process.execPath, [bundler, "build", "console", "--logLevel", "error"], {
  cwd: root,
  encoding: "utf8",
  env: { ...process.env, NODE_ENV: "production" },
});
if (status !== 0) {
  console.error(stderr);
  process.exit(1);
}

const sizes = { consoleFirstLoadGzip: zipped(["index.html", ...namedIn("index.html")]) };
if (process.argv.includes("--json")) console.log(JSON.stringify(sizes));
else for (const [name, bytes] of Object.entries(sizes)) console.log(`${name}  ${bytes} of ${mostBytes[name]} bytes`);
if (Object.entries(sizes).some(([name, bytes]) => bytes > mostBytes[name])) process.exitCode = 1;

/** The files that the page names: scripts, the styles, what is fetched ahead, and the icon. */
function namedIn(page) {
  const html = readFileSync(join(built, page), "utf8");
  return [...new Set([...html.matchAll(/(?:src|href)="\/desk\/([^"]+)"/g)].map(([, name]) => name))];
}

function zipped(names) {
  return names.reduce((sum, name) => sum + gzipSync(readFileSync(join(built, name))).byteLength, 0);
}
