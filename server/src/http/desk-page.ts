import { readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import { gzipSync } from "node:zlib";
import { PurserError } from "@purser/contract";
import type { Context, Hono } from "hono";
import { pageHeaders } from "./page-headers.ts";

/** What `vite build console` made; the same place seen from the sources and from the build. */
const builtAt = new URL("../../../console/dist/desk/", import.meta.url);

const typeOf: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const index = "index.html";
const aYear = "public, max-age=31536000, immutable";

type DeskFile = { plain: Uint8Array<ArrayBuffer>; zipped: Uint8Array<ArrayBuffer>; headers: Record<string, string> };

/**
 * Serves the console under `/desk`: its files, whose names change with what is in them, and its one page at every other
 * address. Throws PUR-2002 for a file that is not there, PUR-1008 where the console was not built.
 */
export function serveDesk(app: Hono, folder: URL = builtAt): void {
  let files: ReadonlyMap<string, DeskFile> | null = null;
  const answer = (context: Context): Response => {
    files ??= readFiles(folder);
    const name = context.req.path.replace(/^\/desk\/?/, "");
    const isFile = name.startsWith("assets/") || extname(name) !== "";
    const file = files.get(isFile ? name : index);
    if (file === undefined && isFile) throw new PurserError("PUR-2002", `There is no ${context.req.path}.`);
    if (file === undefined) throw new PurserError("PUR-1008", "The console was not built.");
    const isZipped = /\bgzip\b/.test(context.req.header("accept-encoding") ?? "");
    return new Response(isZipped ? file.zipped : file.plain, {
      headers: isZipped ? { ...file.headers, "content-encoding": "gzip" } : file.headers,
    });
  };
  app.get("/desk", (context) => context.redirect("/desk/", 308));
  app.get("/desk/*", answer);
}

/** Read once: what is built while it is served belongs to the next start. */
function readFiles(folder: URL): ReadonlyMap<string, DeskFile> {
  return new Map(
    namesIn(folder).map((name) => {
      const plain = new Uint8Array(readFileSync(new URL(name, folder)));
      const headers = {
        ...pageHeaders,
        "content-type": typeOf[extname(name)] ?? "application/octet-stream",
        ...(name.startsWith("assets/") ? { "cache-control": aYear } : {}),
        vary: "accept-encoding",
      };
      return [name, { plain, zipped: new Uint8Array(gzipSync(plain)), headers }];
    }),
  );
}

function namesIn(folder: URL): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name, parentPath }) => `${parentPath}/${name}`.slice(folder.pathname.length).replace(/^\//, ""));
  } catch {
    return [];
  }
}
