import { expect, test } from "vitest";
import { z } from "zod";
import { allRoutes } from "../all-routes.ts";
import { describeApi } from "./openapi.ts";

const documentSchema = z.object({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ operationId: z.string(), responses: z.record(z.string(), z.unknown()) }).loose()),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});
const text = JSON.stringify(describeApi(allRoutes, "1.2.3"));
const document = documentSchema.parse(JSON.parse(text));

test("the description has every route, each with a name of its own", () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(described.toSorted()).toEqual(allRoutes.map(({ method, path }) => `${method} ${path}`).toSorted());
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(allRoutes.length);
});

test("every reference in the description leads somewhere", () => {
  const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => document.components.schemas[name] === undefined)).toEqual([]);
});

test("each path parameter of a route is described", () => {
  const parameters = z.array(z.object({ name: z.string(), in: z.string() }));
  for (const [path, methods] of Object.entries(document.paths)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const operation of Object.values(methods)) {
      const described = parameters.parse(operation["parameters"]).filter((parameter) => parameter.in === "path");
      expect(described.map(({ name }) => name)).toEqual(named);
    }
  }
});

test("codes of errors and kinds of events are listed, not left open", () => {
  expect(JSON.stringify(document.components.schemas["Problem"])).toContain("PUR-4001");
  expect(JSON.stringify(document.components.schemas["Event"])).toContain("proposal.judged");
});
