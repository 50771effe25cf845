import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorTable } from "@purser/contract";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readEnvironment } from "../env.ts";
import { runtime } from "../main.ts";
import { commandModules } from "./command-modules.ts";
import { runCommand } from "./run-command.ts";
import { processTerminal } from "./terminal.ts";
import { type Ended, runToEnd, smallBlueprint, writeTree } from "./test-command.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "purser-cli-"));
  writeTree(folder, smallBlueprint);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command in this process, on the blueprint in the folder. */
async function run(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const printed: string[] = [];
  const noted: string[] = [];
  const surroundings = {
    ...runtime,
    get environment() {
      return readEnvironment(variables);
    },
  };
  const terminal = { print: (line: string) => void printed.push(line), note: (line: string) => void noted.push(line) };
  const code = await runCommand(args, surroundings, terminal);
  return { code, stdout: printed.join("\n"), stderr: noted.join("\n") };
}

const commands = [
  "dev",
  "serve",
  "worker",
  "migrate",
  "check",
  "cases",
  "pauses",
  "answer",
  "undo",
  "why",
  "audit",
  "demo",
  "understand",
];

describe("purser", () => {
  test("is a program that finds the nearest blueprint upward, prints its result and ends with a code", async () => {
    writeTree(folder, { "some/where/below.txt": "" });
    const { code, stdout } = await runToEnd(["check"], join(folder, "some", "where"));
    expect(stdout).toBe(`Corner shop: no mistake found in ${folder}.\n`);
    expect(code).toBe(0);
  });

  test("loads for a command its own module, which adds just the commands that the list names for it", async () => {
    for (const { names, load } of commandModules) {
      const program = new Command();
      for (const register of await load()) register(program, runtime, processTerminal);
      expect(program.commands.map((command) => command.name())).toEqual(names);
    }
  });

  test("tells with --help what there is, and each command what it takes", async () => {
    const { code, stdout, stderr } = await run(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const command of commands) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command} `, "m"));
      const help = await run(command === "audit" ? ["audit", "verify", "--help"] : [command, "--help"]);
      expect(help.code).toBe(0);
      expect(help.stdout).toContain("--blueprint");
      expect(help.stdout).toContain("--json");
    }
  });

  test("ends with 2 when it was not understood, and says what was wrong", async () => {
    const misuses: [string[], string][] = [
      [["dance"], "unknown command"],
      [["check", "--loudly"], "unknown option"],
      [["serve", "--port", "http"], "A port is a number"],
      [["why"], "missing required argument"],
      [["why", "case_1", "first"], "The number of an event"],
      [["answer", "pause_1", "--yes", "--no"], "say --yes, --no or --again"],
    ];
    for (const [args, says] of misuses) {
      const { code, stderr } = await run(args);
      expect(stderr).toContain(says);
      expect(code).toBe(2);
    }
  });

  test("of a command within another takes the options that are written behind it", async () => {
    const data = join(folder, "of-another");
    for (const command of ["show", "take", "release"]) {
      const { stderr } = await run(["cases", command, "case_1", "--blueprint", folder, "--data", data]);
      expect(stderr).toContain(data);
    }
  });

  test("tells an error as what happened, what was kept and what to do, and its stack only when asked", async () => {
    const { happened, kept, todo } = errorTable["PUR-1010"];
    const { code, stdout, stderr } = await run(["cases", "--blueprint", folder]);
    expect(stderr.split("\n")).toEqual([
      `PUR-1010 ${happened}`,
      `  ${join(folder, ".purser")} names none.`,
      `  Kept: ${kept}`,
      `  To do: ${todo}`,
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    const verbose = await run(["cases", "--verbose", "--url", "http://127.0.0.1:1", "--key", "pur_0123456789abcdef"]);
    expect(verbose.stderr).toContain("Tried http://127.0.0.1:1");
    expect(verbose.stderr).toContain("    at ");
  });

  test("tells an error with --json as one line of the result", async () => {
    const { code, stdout } = await run(["pauses", "--json", "--blueprint", folder]);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "PUR-1010", kept: errorTable["PUR-1010"].kept } });
    expect(code).toBe(1);
  });

  test("names a variable of the environment that does not fit, never its value", async () => {
    const { code, stderr } = await run(["migrate", "--blueprint", folder], {
      DATABASE_URL: "mysql://secret@localhost/shop",
    });
    expect(code).toBe(1);
    expect(stderr).toContain("PUR-1011");
    expect(stderr).toContain("DATABASE_URL");
    expect(stderr).not.toContain("secret");
  });
});

describe("purser check", () => {
  test("tells every mistake with its place, a line each", async () => {
    const broken = join(folder, "broken");
    writeTree(broken, {
      "blueprint.yaml": "name: Corner shop\ncurrency: dollars\n",
      "connections.yaml": "systems:\n  till: { sort: http }\n",
    });
    const { code, stdout } = await run(["check", "--blueprint", broken]);
    expect(stdout.split("\n")).toEqual([
      expect.stringMatching(/^blueprint\.yaml:2:\d+ PUR-2103 currency/),
      expect.stringMatching(/^connections\.yaml:2:\d+ PUR-2103 systems\.till/),
    ]);
    expect(code).toBe(1);
    const asJson = await run(["check", "--json", "--blueprint", broken]);
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      blueprint: broken,
      problems: [{ code: "PUR-2103", line: 2 }, {}],
    });
  });

  test("says that there is no blueprint where there is none", async () => {
    const nothing = mkdtempSync(join(folder, "nothing-"));
    const { code, stdout } = await run(["check", "--blueprint", nothing]);
    expect(stdout).toContain("PUR-2101");
    expect(code).toBe(1);
  });

  test("proves what there is to prove, compares two versions, and ends", async () => {
    const one = join(folder, "one");
    writeTree(one, smallBlueprint);
    const proved = await run(["check", "--prove", "--json", "--blueprint", one]);
    expect(JSON.parse(proved.stdout)).toEqual({ blueprint: one, problems: [], proofs: [] });
    expect(proved.code).toBe(0);
    const compared = await run(["check", "--diff", one, one]);
    expect(compared.stdout).toContain("Nothing changes");
    expect(compared.code).toBe(0);
  });

  test("says which two folders it wants to compare", async () => {
    const { code, stderr } = await run(["check", "--diff", folder]);
    expect(stderr).toContain("PUR-2192");
    expect(code).toBe(1);
  });
});
