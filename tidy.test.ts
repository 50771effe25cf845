import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

/** What no file of the tree may contain, with one line that each pattern must catch. */
const forbidden = [
  {
    what: "a path of one machine",
    pattern: /(?<![\w.~>}-])\/(?:work|root|home\/[\w.-]+|Users\/[\w.-]+)\//,
    caught: ["cd ", "home", "ada", "purser"].join("/"),
  },
  {
    what: "the host of a package registry",
    pattern: registryPattern(),
    caught: ["https://registry", "npmjs.org/zod"].join("."),
  },
  {
    what: "something deprecated: delete it, with its callers",
    pattern: /@deprecate[d]\b/,
    caught: ["/** ", "deprecated use closeCase */"].join("@"),
  },
  {
    what: "a lint rule switched off by a comment: the exception stands in .oxlintrc.json, with its reason",
    pattern: /\b(?:ox|es)lint-disable/,
    caught: ["// oxlint", "disable-next-line no-var"].join("-"),
  },
];

/** A file or folder that says nothing about what is in it. */
const emptyName = /(?:^|\/)(?:utils?|helpers?|misc|common)(?:[./]|$)/i;

const root = import.meta.dirname;
const paths = listPaths();
const texts = paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

describe("the tree", () => {
  test("has files, and they are read", () => {
    expect(paths).toContain("package.json");
    expect(texts.filter(({ text }) => text.length > 0)).not.toEqual([]);
  });

  for (const { what, pattern } of forbidden) {
    test(`does not contain ${what}`, () => {
      expect(texts.flatMap(({ path, text }) => linesWith(pattern, path, text))).toEqual([]);
    });
  }

  test("has no file or folder whose name says nothing", () => {
    expect(paths.filter((path) => emptyName.test(path))).toEqual([]);
  });
});

describe("a wrong line is found:", () => {
  for (const { what, pattern, caught } of forbidden) {
    test(what, () => {
      expect(linesWith(pattern, "wrong.ts", `first\n${caught}`)).toEqual([`wrong.ts:2: ${caught}`]);
    });
  }

  test("a name that says nothing", () => {
    const names = ["tools/utils.ts", "common/money.ts", "src/test-helpers.ts", "src/helper.test.ts", "src/miscount.ts"];
    expect(names.filter((name) => emptyName.test(name))).toEqual([
      "tools/utils.ts",
      "common/money.ts",
      "src/helper.test.ts",
    ]);
  });
});

/** Tracked files and new ones that are not ignored; without those that are deleted but not yet committed so. */
function listPaths(): string[] {
  const listed = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  if (listed.status !== 0) throw new Error(`git cannot list the files of the tree: ${listed.stderr}`);
  const unique = new Set(listed.stdout.split("\0").filter((path) => path !== ""));
  return [...unique].filter((path) => existsSync(join(root, path)));
}

function linesWith(pattern: RegExp, path: string, text: string): string[] {
  return text
    .split("\n")
    .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : []));
}

/** Hosts of the well-known registries, and of the one that npm is told to use where this runs. */
function registryPattern(): RegExp {
  const known = [String.raw`\bregistry\.(?:npmjs|yarnpkg)\.`, String.raw`\bnpm\.pkg\.github\.`];
  const configured = process.env["npm_config_registry"];
  const hosts = configured === undefined ? [] : [new URL(configured).host.replaceAll(".", String.raw`\.`)];
  return new RegExp([...known, ...hosts].join("|"));
}
