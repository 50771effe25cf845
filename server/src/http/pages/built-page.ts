import { readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import { gzipSync } from "node:zlib";
import { type ErrorCode, PurserError } from "@purser/contract";
import type { Context } from "hono";
import { pageHeaders } from "./page-headers.ts";

const typeOf: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
const index = "index.html";
const aYear = "public, max-age=31536000, immutable";

type BuiltFile = { plain: Uint8Array<ArrayBuffer>; zipped: Uint8Array<ArrayBuffer>; headers: Record<string, string> };

export type BuiltPage = {
  /** Where it is served, such as `/desk`. */
  at: string;
  /** What the bundler made. */
  folder: URL;
  /** What is answered where nothing was made. */
  notBuilt: ErrorCode;
  /** What an answer says differently from the headers of every page. */
  headersFor?: (name: string) => Record<string, string>;
};

/**
 * Answers with what was built: files whose names change with what is in them, and one page at every other address. Throws
 * PUR-2002 for a file that is not there, and the code that is given where nothing was built.
 */
export function answerBuilt({ at, folder, notBuilt, headersFor }: BuiltPage): (context: Context) => Response {
  let files: ReadonlyMap<string, BuiltFile> | null = null;
  return (context) => {
    files ??= readFiles(folder);
    const asked = context.req.path.slice(at.length).replace(/^\//, "");
    const isFile = asked.startsWith("assets/") || extname(asked) !== "";
    const name = isFile ? asked : index;
    const file = files.get(name);
    if (file === undefined && isFile && files.size > 0)
      throw new PurserError("PUR-2002", `There is no ${context.req.path}.`);
    if (file === undefined) throw new PurserError(notBuilt, `There is no ${at}.`);
    const isZipped = /\bgzip\b/.test(context.req.header("accept-encoding") ?? "");
    return new Response(isZipped ? file.zipped : file.plain, {
      headers: {
        ...file.headers,
        ...headersFor?.(name),
        ...(isZipped ? { "content-encoding": "gzip" } : {}),
      },
    });
  };
}

/** Read once: what is built while it is served belongs to the next start. */
function readFiles(folder: URL): ReadonlyMap<string, BuiltFile> {
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
