// `npm run size`: how much a browser fetches, zipped: before the desk can be used, for the widget's button on a page, and for the
// chat once it is opened. Fails above the bounds.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const mostBytes = { consoleFirstLoadGzip: 200_000, widgetLoaderGzip: 3_000, widgetPanelGzip: 35_000 };

const desk = bundled("console", "desk");
const widget = bundled("widget", "widget");
const sizes = {
  consoleFirstLoadGzip: zipped(desk, ["index.html", ...namedIn(desk, "index.html")]),
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

function zipped({ folder }, names) {
  return names.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).byteLength, 0);
}
