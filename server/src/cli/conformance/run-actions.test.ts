import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { runActions } from "./run-actions.ts";

const guide = fileURLToPath(new URL("../../../../docs/guide/connect-a-system.md", import.meta.url));

/** The blueprint of the guide, with one of its files changed. */
function pointsShop(path = "", change = (text: string): string => text): string {
  const folder = mkdtempSync(join(tmpdir(), "purser-points-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [, name = "", text = ""] of readFileSync(guide, "utf8").matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```/gm)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name === path ? changed(text, change) : text);
  }
  return folder;
}

function changed(text: string, change: (text: string) => string): string {
  const after = change(text);
  if (after === text) throw new Error("The guide's text is another by now.");
  return after;
}

async function failing(folder: string): Promise<readonly string[]> {
  const results = await runActions(folder, [], () => {});
  expect(results.length).toBeGreaterThan(10);
  return results.filter(({ violations }) => violations.length > 0).map(({ behaviour }) => behaviour);
}

describe("the actions of a blueprint are held to their contract", () => {
  test("and the guide's action keeps it", async () => {
    expect(await failing(pointsShop())).toEqual([]);
  });

  test("one that calls a time-out a failure is found", async () => {
    const lax = pointsShop("tools/give-points.ts", (text) =>
      text.replace('kind: "unknown", code: "PUR-3002"', 'kind: "failed", retry: "safe", code: "PUR-3002"'),
    );
    expect(await failing(lax)).toEqual(expect.arrayContaining(["time-out-before", "time-out-after"]));
  });

  test("one whose system pays no attention to keys is found", async () => {
    const keyless = pointsShop("conformance/give-points.ts", (text) =>
      text.replace("if (made !== undefined)", "if (made === null)"),
    );
    expect(await failing(keyless)).toContain("once");
  });

  test("a file that exports nothing to try is an error that names it", async () => {
    const folder = pointsShop("conformance/give-points.ts", () => "export const nothing = 1;\n");
    await expect(runActions(folder, [], () => {})).rejects.toThrow("conformance/give-points.ts");
  });

  test("where there is nothing to try, nothing is tried", async () => {
    const folder = pointsShop();
    rmSync(join(folder, "conformance"), { recursive: true });
    expect(await runActions(folder, [], () => {})).toEqual([]);
    cpSync(join(folder, "tools"), join(folder, "conformance"), {
      recursive: true,
      filter: (from) => !from.endsWith(".ts"),
    });
    expect(await runActions(folder, [], () => {})).toEqual([]);
  });
});
