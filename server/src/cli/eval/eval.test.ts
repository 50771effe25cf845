import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { main } from "../../main.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "purser-eval-test-"));
chmodSync(folder, 0o755);
vi.stubEnv("TMPDIR", folder);

afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function purserEval(blueprint: string, ...args: readonly string[]) {
  const printed: string[] = [];
  const keep = (text: unknown): boolean => printed.push(String(text)) > 0;
  vi.spyOn(process.stdout, "write").mockImplementation(keep);
  vi.spyOn(process.stderr, "write").mockImplementation(keep);
  const exitCode = await main(["eval", ...args, "--blueprint", blueprint]);
  vi.restoreAllMocks();
  return { exitCode, printed: printed.join("") };
}

const resultSchema = z.object({
  evals: z.array(
    z.object({
      eval: z.string(),
      passed: z.int(),
      passHat: z.array(z.number()),
      tries: z.array(
        z.object({ seed: z.int(), passed: z.boolean(), status: z.string(), failures: z.array(z.string()) }),
      ),
    }),
  ),
  passHat: z.array(z.number()),
  failed: z.array(z.string()),
  cost: z.object({ thoughts: z.int(), tokens: z.int(), money: z.number(), currency: z.string() }),
});

/** The template with one more eval, in a folder of its own. */
function template(name: string, text: string): string {
  const copy = join(folder, name);
  cpSync(at("server/template"), copy, { recursive: true });
  writeFileSync(join(copy, "evals", `${name}.yaml`), text);
  return copy;
}

test("an eval of the example is played twice, each time with another seed, and passes", async () => {
  const { exitCode, printed } = await purserEval(
    at("examples/larkspur"),
    "--only",
    "refund-small",
    "--k",
    "2",
    "--json",
  );
  const result = resultSchema.parse(JSON.parse(printed));
  expect(result).toMatchObject({ passHat: [1, 1], failed: [], cost: { tokens: 0, money: 0, currency: "USD" } });
  expect(result.evals[0]?.tries).toMatchObject([
    { seed: 1, passed: true, status: "resolved", failures: [] },
    { seed: 2, passed: true, status: "resolved", failures: [] },
  ]);
  expect(exitCode).toBe(0);
});

test("those of a new blueprint pass, and one that does not says what is wrong and fails the command", async () => {
  const wrong = `about: It wants what must not be.
customer: { landmark: may keep it once, level: 1 }
says: "Can you keep my order {{ orders[0].orderId }} a bit longer?"
must:
  end: handed-off
  ledgers: []
  said: [a refund]
  cost: { thoughts: 1 }
mustNot:
  tools: [extend_pickup]
`;
  const { exitCode, printed } = await purserEval(template("wrong", wrong));
  expect(exitCode).toBe(1);
  expect(printed).toContain("passed keep-my-order");
  expect(printed).toContain("passed somebody-waits-for-it");
  for (const failure of [
    "The case is resolved, expected handed-off.",
    "The ledgers have shop extend, which must not be there.",
    "She was not told anything like a refund.",
    "extend_pickup was used.",
    "in thoughts, above 1.",
  ])
    expect(printed).toContain(failure);
  expect(printed).toContain("1 of 3 evals failed: wrong. pass^1 0.667.");
});

test("a bad file is told with its line before anything is played, and so is a name that no file has", async () => {
  const bad = await purserEval(template("bad", "about: Without an end.\ncustomer: { ref: ada }\nsays: Hi\nmust: {}\n"));
  expect(bad.exitCode).toBe(1);
  expect(bad.printed).toContain("evals/bad.yaml:4:7 PUR-2103 must.end");
  const unknown = await purserEval(at("server/template"), "--only", "nothing");
  expect(unknown.exitCode).toBe(1);
  expect(unknown.printed).toContain("PUR-6022");
  expect(unknown.printed).toContain("nothing; the evals are keep-my-order, somebody-waits-for-it.");
});
