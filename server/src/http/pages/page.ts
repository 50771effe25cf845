import { readFileSync } from "node:fs";
import type { Hono } from "hono";
import { pageHeaders } from "./page-headers.ts";

/** The same place seen from the sources and from the build. */
const folder = new URL("../../../page/", import.meta.url);

const files = [
  { path: "/", name: "index.html", type: "text/html" },
  { path: "/page.css", name: "page.css", type: "text/css" },
  { path: "/api.js", name: "api.js", type: "text/javascript" },
  { path: "/dom.js", name: "dom.js", type: "text/javascript" },
  { path: "/queue.js", name: "queue.js", type: "text/javascript" },
  { path: "/page.js", name: "page.js", type: "text/javascript" },
] as const;

/** Serves the first page. It holds no data: it asks the API with the key that its user gives it. */
export function servePage(app: Hono): void {
  for (const { path, name, type } of files) {
    const text = readFileSync(new URL(name, folder), "utf8");
    const headers = { ...pageHeaders, "content-type": `${type}; charset=utf-8` };
    app.get(path, (context) => context.body(text, 200, headers));
  }
}
