import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";

const versionsSchema = z.record(z.string(), z.string()).default({});
const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ resolved: z.string().optional(), optionalDependencies: versionsSchema })),
});
const manifestSchema = z.object({
  workspaces: z.array(z.string()).default([]),
  dependencies: versionsSchema,
  devDependencies: versionsSchema,
  optionalDependencies: versionsSchema,
  peerDependencies: versionsSchema,
  overrides: versionsSchema,
});
type Lock = z.infer<typeof lockSchema>;
type Manifest = z.infer<typeof manifestSchema>;

describe("the lock file", () => {
  const lock = lockSchema.parse(readJson("package-lock.json"));

  // npm leaves a package out without a word when no registry serves it; the next `npm ci` then fails, or installs
  // on one kind of machine only.
  test("has every package that is named as optional, for every kind of machine", () => {
    expect(missingOptional(lock)).toEqual([]);
  });

  test("names no registry", () => {
    expect(namedRegistries(lock)).toEqual([]);
  });
});

describe("package.json", () => {
  const root = manifestSchema.parse(readJson("package.json"));

  for (const folder of [".", ...root.workspaces]) {
    test(`pins every dependency to one version in ${folder}`, () => {
      expect(unpinned(manifestSchema.parse(readJson(join(folder, "package.json"))))).toEqual([]);
    });
  }
});

describe("of wrong lock files", () => {
  test("one without an optional package is refused, one with it nested is right", () => {
    const parent = { optionalDependencies: { "parent-linux": "1.0.0" } };
    const packages = { "": {}, "node_modules/parent": parent };
    expect(missingOptional(lockSchema.parse({ packages }))).toEqual(["node_modules/parent: parent-linux"]);
    for (const path of ["node_modules/parent-linux", "node_modules/parent/node_modules/parent-linux"]) {
      expect(missingOptional(lockSchema.parse({ packages: { ...packages, [path]: {} } }))).toEqual([]);
    }
    const elsewhere = { ...packages, "node_modules/other/node_modules/parent-linux": {} };
    expect(missingOptional(lockSchema.parse({ packages: elsewhere }))).toEqual(["node_modules/parent: parent-linux"]);
  });

  test("one that names a registry is refused", () => {
    const packages = { kit: { resolved: "kit" }, "node_modules/a": { resolved: "https://packages.test/a.tgz" } };
    expect(namedRegistries(lockSchema.parse({ packages }))).toEqual(["node_modules/a: https://packages.test/a.tgz"]);
  });

  test("a range, a tag and an address are no pin", () => {
    const dependencies = {
      a: "^1.0.0",
      b: "latest",
      c: "1.2",
      d: "git+ssh://a.test/d",
      e: "1.2.3",
      f: "18.4.0-beta.17",
    };
    expect(unpinned(manifestSchema.parse({ dependencies }))).toEqual(["a", "b", "c", "d"]);
  });
});

function missingOptional({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !placesFor(path, name).some((place) => place in packages))
      .map((name) => `${path}: ${name}`),
  );
}

/** Where Node looks for a package from `path`: beside it, then in the folders above. */
function placesFor(path: string, name: string): string[] {
  const parts = path === "" ? [] : path.split("/");
  return parts
    .map((_, index) => `${parts.slice(0, index + 1).join("/")}/node_modules/${name}`)
    .concat(`node_modules/${name}`);
}

function namedRegistries({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([path, { resolved }]) =>
    resolved?.includes("://") === true ? [`${path}: ${resolved}`] : [],
  );
}

function unpinned(manifest: Manifest): string[] {
  const exact = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
  const versions = {
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
    ...manifest.overrides,
  };
  return Object.entries(versions).flatMap(([name, version]) => (exact.test(version) ? [] : [name]));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, path), "utf8"));
}
