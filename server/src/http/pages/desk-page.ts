import type { Hono } from "hono";
import { answerBuilt } from "./built-page.ts";

/** What `vite build console` made; the same place seen from the sources and from the build. */
const builtAt = new URL("../../../../console/dist/desk/", import.meta.url);

/** Serves the console under `/desk`. */
export function serveDesk(app: Hono, folder: URL = builtAt): void {
  app.get("/desk", (context) => context.redirect("/desk/", 308));
  app.get("/desk/*", answerBuilt({ at: "/desk", folder, notBuilt: "PUR-1008" }));
}
