import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { errorTable } from "@purser/contract";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";

/** A document; `code` is what stands in its fenced blocks and between backticks. */
type Document = { path: string; text: string; prose: string; code: readonly string[] };

const root = import.meta.dirname;
const longestLines: Readonly<Record<string, number>> = {
  "ARCHITECTURE.md": 250,
  "AGENTS.md": 80,
  "CONTRIBUTING.md": 80,
  "README.md": 100,
};
const longestDecision = 60;
const mostPictureBytes = 1_500_000;
const documents = listDocuments().map(readDocument);

describe("the documents", () => {
  test("are found and read", () => {
    const paths = documents.map(({ path }) => path);
    for (const path of ["README.md", "ARCHITECTURE.md", "docs/guide/index.md"]) expect(paths).toContain(path);
  });

  test("link only to files and headings that exist", () => {
    expect(documents.flatMap((document) => brokenLinks(document, documents))).toEqual([]);
  });

  test("show every picture that is kept for them, and all of them weigh little", () => {
    const folder = "docs/guide/pictures";
    const kept = readdirSync(join(root, folder)).map((name) => posix.join(folder, name));
    const shown = new Set(documents.flatMap(linksIn).map(({ path }) => path));
    expect(kept.filter((path) => !shown.has(path))).toEqual([]);
    expect(kept.length).toBeGreaterThan(5);
    const bytes = kept.reduce((sum, path) => sum + statSync(join(root, path)).size, 0);
    expect(bytes).toBeLessThan(mostPictureBytes);
  });

  test("name only scripts of npm that package.json has", () => {
    expect(documents.flatMap((document) => unknownScripts(document, scriptNames()))).toEqual([]);
  });

  test("keep to their length", () => {
    const limits = documents.map(({ path, text }) => ({ path, lines: text.split("\n").length, limit: limitOf(path) }));
    expect(limits.filter(({ lines, limit }) => lines > limit)).toEqual([]);
  });

  test("have one row for each thing in a table that says what to open or what a file holds", () => {
    const doubled = documents.flatMap(({ path, text }) =>
      text
        .split("\n\n")
        .flatMap((table) => {
          const named = [...table.matchAll(/^\| (`[^|]+`) \|/gm)].map(([, first = ""]) => first);
          return named.filter((first, index) => named.indexOf(first) < index);
        })
        .map((first) => `${path}: ${first}`),
    );
    expect(doubled).toEqual([]);
  });

  test("are all reached by links from the README", () => {
    const reached = new Set(["README.md"]);
    for (const path of reached) {
      const document = documents.find((each) => each.path === path);
      for (const link of document === undefined ? [] : linksIn(document))
        if (link.path.endsWith(".md")) reached.add(link.path);
    }
    const own = documents.map(({ path }) => path).filter((path) => !path.includes("/") || path.startsWith("docs/"));
    expect(own.filter((path) => !reached.has(path))).toEqual([]);
  });
});

describe("ARCHITECTURE.md", () => {
  const [architecture] = documents.filter(({ path }) => path === "ARCHITECTURE.md");
  const paths = pathsInTables(architecture?.text ?? "");

  test("says for at least 25 changes what to open", () => {
    expect(paths.length).toBeGreaterThan(25);
  });

  test("names only files and folders that exist", () => {
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe("the error pages", () => {
  const text = readFileSync(join(root, "docs/guide/errors.md"), "utf8");
  const sections = text
    .split(/^### /m)
    .slice(1)
    .map((section) => section.replace(/\n## [\s\S]*$/, "").trim());

  test("have a section for each row of the table, with its words (node scripts/generate-error-pages.js makes them)", () => {
    const expected = Object.entries(errorTable).map(
      ([code, { name, status, happened, kept, todo }]) =>
        `${code} ${name}\n\n${happened}\n\n- HTTP status: ${status}\n- Kept: ${kept}\n- To do: ${todo}`,
    );
    expect(sections).toHaveLength(expected.length);
    expect(new Set(sections)).toEqual(new Set(expected));
  });
});

describe("with the purser command", () => {
  test("every command in a document is in its help, and docs/guide/commands.md has every command", (context) => {
    const help = purser(["--help"]);
    if (help === null) return context.skip("the build is missing and cannot be made: nothing was compared with --help");
    const names = commandsIn(help);
    expect(documents.flatMap((document) => unknownCommands(document, names))).toEqual([]);
    const page = readFileSync(join(root, "docs/guide/commands.md"), "utf8");
    expect([...names].filter((name) => name !== "help" && !page.includes(`\`purser ${name}`))).toEqual([]);
  });

  test("the blueprint of the guide is without a mistake", (context) => {
    if (purser(["--help"]) === null)
      return context.skip("the build is missing and cannot be made: the blueprint of the guide was not checked");
    const folder = mkdtempSync(join(tmpdir(), "purser-guide-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const files = filesIn(readFileSync(join(root, "docs/guide/connect-a-system.md"), "utf8"));
    expect(files.length).toBeGreaterThan(5);
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const checked = z
      .object({ problems: z.array(z.unknown()) })
      .parse(JSON.parse(purser(["check", "--blueprint", folder, "--json"]) ?? "{}"));
    expect(checked.problems).toEqual([]);
  });
});

describe("a wrong document is found:", () => {
  const known = [documentOf("a.md", "# One thing\n"), documentOf("docs/b.md", "## `purser x`: two\n")];

  test("a link to no file, and one to no heading", () => {
    const wrong = documentOf(
      "wrong.md",
      "[a](c.md) [b](a.md#two-things) [c](docs/b.md#purser-x-two) [d](a.md#one-thing)",
    );
    expect(brokenLinks(wrong, known)).toEqual(["wrong.md: c.md", "wrong.md: a.md#two-things"]);
  });

  test("a script and a command that do not exist", () => {
    const wrong = documentOf("wrong.md", "`npm run fly`, `npm test`, `purser fly --high` and `purser check`.");
    expect(unknownScripts(wrong, new Set(["test"]))).toEqual(["wrong.md: npm run fly"]);
    expect(unknownCommands(wrong, new Set(["check"]))).toEqual(["wrong.md: purser fly"]);
  });

  test("a path in a table that does not exist is one of those that are read", () => {
    expect(pathsInTables("| to change | open |\n|---|---|\n| wings | `server/src/wings.ts`, not `fly()` |\n")).toEqual([
      "server/src/wings.ts",
    ]);
  });
});

/** Tracked documents and new ones that are not ignored. */
function listDocuments(): string[] {
  const options = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "*.md"];
  const listed = spawnSync("git", options, { cwd: root, encoding: "utf8" });
  if (listed.status !== 0) throw new Error(`git cannot list the documents: ${listed.stderr}`);
  return [...new Set(listed.stdout.split("\0"))].filter((path) => path !== "" && existsSync(join(root, path)));
}

function readDocument(path: string): Document {
  return documentOf(path, readFileSync(join(root, path), "utf8"));
}

function documentOf(path: string, text: string): Document {
  const fenced = /^```[^\n]*\n([\s\S]*?)^```/gm;
  const prose = text.replaceAll(fenced, "");
  const blocks = [...text.matchAll(fenced)].map(([, block = ""]) => block);
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
  return { path, text, prose, code: [...blocks, ...spans] };
}

/** Links within the tree; the path is from the root. */
function linksIn({ path, prose }: Document): { written: string; path: string; heading: string | null }[] {
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, written = ""]) => written)
    .filter((written) => !/^[a-z]+:/.test(written))
    .map((written) => {
      const [file = "", heading = null] = written.split("#");
      return { written, path: file === "" ? path : posix.join(posix.dirname(path), file), heading };
    });
}

function brokenLinks(document: Document, all: readonly Document[]): string[] {
  const isBroken = ({ path, heading }: { path: string; heading: string | null }): boolean => {
    const target = [document, ...all].find((each) => each.path === path);
    if (target === undefined) return heading !== null || !existsSync(join(root, path));
    return heading !== null && !headingsOf(target).includes(heading);
  };
  return linksIn(document)
    .filter(isBroken)
    .map(({ written }) => `${document.path}: ${written}`);
}

/** As they stand in addresses. */
function headingsOf({ prose }: Document): string[] {
  return [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );
}

function unknownScripts({ path, code }: Document, known: ReadonlySet<string>): string[] {
  const named = code.flatMap((text) =>
    [...text.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)].map(([written, name = ""]) => ({ written, name })),
  );
  return named
    .filter(
      ({ written, name }) => (written.includes("npm run ") || name === "start" || name === "test") && !known.has(name),
    )
    .map(({ written }) => `${path}: ${written}`);
}

function unknownCommands({ path, code }: Document, known: ReadonlySet<string>): string[] {
  const named = code.flatMap((text) =>
    [...text.matchAll(/(?<![\w@/.-])purser ([a-z][a-z-]*)/g)].map(([, name = ""]) => name),
  );
  return [...new Set(named)].filter((name) => !known.has(name)).map((name) => `${path}: purser ${name}`);
}

function scriptNames(): ReadonlySet<string> {
  const manifest = z.object({ scripts: z.record(z.string(), z.string()) });
  return new Set(Object.keys(manifest.parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8"))).scripts));
}

/** What stands in backticks in the tables, has a slash and is spelt like a path. */
function pathsInTables(text: string): string[] {
  const rows = text.split("\n").filter((line) => line.startsWith("|"));
  const spans = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span));
  return spans.filter(
    (span) =>
      /^\.?[\w-]+(?:\/[\w.-]+)*\/?$|^[\w-]+\.[a-z]+$/.test(span) &&
      (span.includes("/") || /\.(?:ts|json|js|md)$/.test(span)),
  );
}

function limitOf(path: string): number {
  return path.startsWith("docs/decisions/0") ? longestDecision : (longestLines[path] ?? Number.POSITIVE_INFINITY);
}

/** What the command prints; null when there is no build and none can be made. */
function purser(options: readonly string[]): string | null {
  const ended = spawnSync(process.execPath, [join(root, "server/bin/purser.js"), ...options], { encoding: "utf8" });
  return ended.stderr.includes("PUR-1008") ? null : ended.stdout;
}

function commandsIn(help: string): ReadonlySet<string> {
  const listed = help.slice(help.indexOf("Commands:")).split("\n").slice(1);
  return new Set(listed.flatMap((line) => /^ {2}([a-z][a-z-]*)\b/.exec(line)?.[1] ?? []));
}

/** The fenced blocks whose first line names a file, such as ```` ```ts tools/find-points.ts ````. */
function filesIn(text: string): { path: string; text: string }[] {
  return [...text.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```/gm)].map(([, path = "", block = ""]) => ({
    path,
    text: block,
  }));
}
