import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { main } from "../../main.ts";

const larkspur = fileURLToPath(new URL("../../../../examples/larkspur", import.meta.url));

async function purser(...args: readonly string[]) {
  const printed: string[] = [];
  const keep = (text: unknown): boolean => printed.push(String(text)) > 0;
  vi.spyOn(process.stdout, "write").mockImplementation(keep);
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  const exitCode = await main([...args, "--blueprint", larkspur]);
  vi.restoreAllMocks();
  const lines = printed.join("").trim().split("\n");
  return { exitCode, lines };
}

/** Temporary files of the demo go here, so that one that is left behind is seen. */
const temporary = mkdtempSync(join(tmpdir(), "purser-demo-test-"));
chmodSync(temporary, 0o755);
vi.stubEnv("TMPDIR", temporary);

afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

describe("purser demo", () => {
  test.each([
    ["wrong-size", "I have exchanged it: "],
    ["refund-approved", "to the card that you paid with."],
    ["change-address", "I have changed it: order "],
    ["novel-combination", "store credit again, as you paid them."],
  ])("with a model plays what the recording of %s proposes, and says it in its words", async (scenario, words) => {
    const { exitCode, lines } = await purser("demo", scenario, "--reasoner", "model", "--seed", "3");
    const told = lines.map((line) => line.split("│")[0]?.trim() ?? "").join(" ");
    expect(told.replaceAll(/\s+/g, " ")).toContain(words);
    expect(lines.join("\n")).toMatch(/passed: the case is resolved/);
    expect(exitCode).toBe(0);
  });

  test("says where a recording is missing, and starts nothing", async () => {
    await expect(purser("demo", "cancel-order", "--reasoner", "model")).resolves.toMatchObject({ exitCode: 1 });
  });

  test("plays the scenario of the longest name with the largest seed", async () => {
    const { exitCode, lines } = await purser(
      "demo",
      "reschedule-appointment-slot-taken",
      "--seed",
      "999999999",
      "--json",
    );
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([{ seed: 999_999_999, passed: true }]);
    expect(exitCode).toBe(0);
  });

  test.each([1, 7])("plays a change of address and a refund that a lead approves, with seed %d", async (seed) => {
    const { exitCode, lines } = await purser(
      "demo",
      "change-address",
      "refund-approved",
      "--seed",
      String(seed),
      "--json",
    );
    const results = lines.map((line): unknown => JSON.parse(line));
    const passed = { seed, status: "resolved", passed: true, calls: 1 };
    expect(results).toMatchObject([
      { ...passed, scenario: "change-address", messages: 2, ledgers: { oms: { address: 1 } } },
      { ...passed, scenario: "refund-approved", ledgers: { payments: { refund: 1 } } },
    ]);
    expect(Object.keys(results[0] ?? {})).toEqual([
      "scenario",
      "seed",
      "status",
      "passed",
      "elapsedMs",
      "messages",
      "calls",
      "ledgers",
    ]);
    expect(exitCode).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test("lists the scenarios, and refuses one that there is not", async () => {
    const listed = await purser("demo");
    expect(listed.lines.join("\n")).toMatch(/^change-address +An order that is still here/m);
    const refused = await purser("demo", "no-such-story", "--json");
    expect(refused.exitCode).toBe(1);
    expect(refused.lines.join("")).toContain("PUR-2002");
  });
});
