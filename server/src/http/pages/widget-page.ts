import type { Hono } from "hono";
import { answerBuilt } from "./built-page.ts";
import { pageHeaders } from "./page-headers.ts";

/** What `vite build widget` made; the same place seen from the sources and from the build. */
const builtAt = new URL("../../../../widget/dist/widget/", import.meta.url);
const loader = "loader.js";

/**
 * Serves the chat under `/widget`: the loader, which any page may have, and the panel, which only the pages of `hosts` may
 * show in a frame, and this server's own.
 */
export function serveWidget(app: Hono, hosts: () => readonly string[], folder: URL = builtAt): void {
  const headersFor = (name: string): Record<string, string> =>
    name === loader
      ? { "cross-origin-resource-policy": "cross-origin", "cache-control": "public, max-age=300" }
      : {
          "content-security-policy": policyFor(hosts()),
          "cross-origin-resource-policy": "cross-origin",
        };
  app.get("/widget", (context) => context.redirect("/widget/", 308));
  app.get("/widget/*", answerBuilt({ at: "/widget", folder, notBuilt: "PUR-3363", headersFor }));
}

function policyFor(hosts: readonly string[]): string {
  const ancestors = ["'self'", ...hosts].join(" ");
  return (
    pageHeaders["content-security-policy"]
      .replace("frame-ancestors 'none'", `frame-ancestors ${ancestors}`)
      // Files that the panel has fetched with her session are shown from where it keeps them.
      .replace("img-src 'self' data:", "img-src 'self' data: blob:")
  );
}
