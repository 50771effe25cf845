import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allRoutes } from "./all-routes.ts";

test("docs/guide/api.md has every route of the server, and no other", () => {
  const page = readFileSync(new URL("../../../docs/guide/api.md", import.meta.url), "utf8");
  const written = [...page.matchAll(/^\| `([A-Z]+ \/[^`]+)`/gm)].map(([, route = ""]) => route);
  expect(allRoutes.length).toBeGreaterThan(10);
  expect(new Set(written)).toEqual(new Set(allRoutes.map(({ method, path }) => `${method.toUpperCase()} ${path}`)));
});
