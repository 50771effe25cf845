// `npm run size`: how much a browser fetches, zipped: of the desk with its page, and with the inbox as well; for the widget's button
// on a page, and for the chat once it is opened. Fails above the bounds.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const mostBytes = {
  consoleFirstLoadGzip: 170_000,
  consoleInboxGzip: 185_000,
  widgetLoaderGzip: 3_000,
  widgetPanelGzip: 35_000,
};

const desk = bundled("console", "desk");
const widget = bundled("widget", "widget");
const first = ["index.html", ...namedIn(desk, "index.html")];
const sizes = {
  consoleFirstLoadGzip: zipped(desk, first),
  consoleInboxGzip: zipped(desk, [...new Set([...first, ...chunkOf(desk, "inbox")])]),
  widgetLoaderGzip: zipped(widget, ["loader.js"]),
  widgetPanelGzip: zipped(widget, ["index.html", ...namedIn(widget, "index.html")]),
};
if (process.argv.includes("--json")) console.log(JSON.stringify(sizes));
else for (const [name, bytes] of Object.entries(sizes)) console.log(`${name}  ${bytes} of ${mostBytes[name]} bytes`);
if (Object.entries(sizes).some(([name, bytes]) => bytes > mostBytes[name])) process.exitCode = 1;

/** Bundles a workspace for use; the folder that it is served from, and the name in its addresses. */
function bundled(workspace, name) {
  const bundler = join(root, "node_modules", "vite", "bin", "vite.js");
  const { status, stderr } = spawnSync(process.execPath, [bundler, "build", workspace, "--logLevel", "error"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "production" },
  });
  if (status !== 0) {
    console.error(stderr);
    process.exit(1);
  }
  return { folder: join(root, workspace, "dist", name), name };
}

/** The files that the page names: scripts, the styles, what is fetched ahead, and the icon. */
function namedIn({ folder, name }, page) {
  const html = readFileSync(join(folder, page), "utf8");
  return [...new Set([...html.matchAll(new RegExp(`(?:src|href)="/${name}/([^"]+)"`, "g"))].map(([, file]) => file))];
}

/** The script of a view, with all that it imports at once. */
function chunkOf({ folder }, name) {
  const assets = join(folder, "assets");
  const found = [];
  const add = (file) => {
    if (found.includes(`assets/${file}`)) return;
    found.push(`assets/${file}`);
    const text = readFileSync(join(assets, file), "utf8");
    for (const [, imported] of text.matchAll(/(?:from|import)\s?["'`]\.\/([^"'`]+\.js)["'`]/g)) add(imported);
  };
  for (const file of readdirSync(assets)) if (new RegExp(`^${name}-[\\w-]{8}\\.js$`).test(file)) add(file);
  if (found.length === 0) throw new Error(`There is no script of ${name}.`);
  return found;
}

function zipped({ folder }, names) {
  return names.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).byteLength, 0);
}
