import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { errorTable } from "@purser/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Ended, ended, writeTree } from "./test-command.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const building = "purser: building";

/** A workspace as small as can be, with the real bin and the real compiler. */
let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), "purser-build-"));
  const options = (references: string[]) =>
    JSON.stringify({
      compilerOptions: {
        target: "es2023",
        module: "nodenext",
        composite: true,
        types: [],
        rootDir: "src",
        outDir: "dist",
        tsBuildInfoFile: "dist/.tsbuildinfo",
      },
      include: ["src"],
      references: references.map((path) => ({ path })),
    });
  writeTree(workspace, {
    "contract/package.json": '{ "type": "module" }',
    "contract/tsconfig.json": options([]),
    "contract/src/index.ts": "export const answer = 42;\n",
    "kit/package.json": '{ "type": "module" }',
    "kit/tsconfig.json": options(["../contract"]),
    "kit/src/index.ts": "export const kit = true;\n",
    "server/package.json": '{ "type": "module" }',
    "server/tsconfig.json": options(["../contract", "../kit"]),
    "server/src/main.ts": mainThatEndsWith(0),
    "server/src/main.test.ts": "export {};\n",
  });
  mkdirSync(join(workspace, "server", "bin"));
  copyFileSync(join(root, "server", "bin", "purser.js"), join(workspace, "server", "bin", "purser.js"));
  mkdirSync(join(workspace, "node_modules"));
  for (const name of ["typescript", "@typescript"])
    symlinkSync(join(root, "node_modules", name), join(workspace, "node_modules", name));
});
afterEach(() => rmSync(workspace, { recursive: true, force: true }));

function mainThatEndsWith(code: number): string {
  return `export async function main(args: readonly string[]): Promise<number> { return args.length > 0 ? ${code} : 9; }\n`;
}

function run(): Promise<Ended> {
  return ended(spawn(process.execPath, [join(workspace, "server", "bin", "purser.js"), "anything"], { cwd: tmpdir() }));
}

/** A change as an editor makes it a moment later. */
function change(path: string, text: string): void {
  const at = new Date(Date.now() + 2000);
  writeFileSync(join(workspace, path), text);
  utimesSync(join(workspace, path), at, at);
}

describe("the command", () => {
  test("makes a build that is missing and one that is older than a source, says so in one line, and makes no other", async () => {
    expect(await run()).toEqual({
      code: 0,
      stdout: "",
      stderr: `${building}, once after a change of its sources ...\n`,
    });
    expect(await run()).toEqual({ code: 0, stdout: "", stderr: "" });
    change("server/src/main.test.ts", "export const changed = true;\n");
    expect((await run()).stderr).toBe("");
    change("server/src/main.test.ts", "export const wrong: string = true;\n");
    const code = 3;
    change("server/src/main.ts", mainThatEndsWith(code));
    const rebuilt = await run();
    expect(rebuilt.stderr).toContain(building);
    expect(rebuilt.code).toBe(code);
    change("contract/src/index.ts", "export const answer = 43;\n");
    expect((await run()).stderr).toContain(building);
  });

  test("builds once when it is started several times at once, also after one that was killed while building", async () => {
    writeTree(workspace, { "server/dist/.build-lock": "999999999" });
    const results = await Promise.all([run(), run(), run()]);
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(results.filter(({ stderr }) => stderr.includes(building))).toHaveLength(1);
    expect(existsSync(join(workspace, "server", "dist", ".build-lock"))).toBe(false);
  });

  test("starts nothing when the build cannot be made, not the next time either, and says why as the error table does", async () => {
    const { happened, kept, todo } = errorTable["PUR-1008"];
    change("kit/src/index.ts", "export const = ;\n");
    const broken = await run();
    expect(broken.code).toBe(1);
    for (const said of [`PUR-1008 ${happened}`, "TS1", `Kept: ${kept}`, `To do: ${todo}`])
      expect(broken.stderr).toContain(said);
    rmSync(join(workspace, "node_modules"), { recursive: true });
    const again = await run();
    expect(again.stderr).toContain("PUR-1008");
    expect(again.code).toBe(1);
  });

  test("runs what was published, where there are no sources and no compiler", async () => {
    for (const name of ["contract", "kit", "server"]) rmSync(join(workspace, name, "src"), { recursive: true });
    rmSync(join(workspace, "node_modules"), { recursive: true });
    writeTree(workspace, { "server/dist/main.js": "export async function main() { return 0; }" });
    expect(await run()).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});
