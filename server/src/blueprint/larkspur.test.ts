import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { cedarPolicyEngine } from "../policies/cedar/index.ts";
import { loadBlueprint } from "./load-blueprint.ts";
import { formatProblem } from "./reading/problem.ts";

const larkspur = fileURLToPath(new URL("../../../examples/larkspur", import.meta.url));

test.each([
  ["blueprint.yaml", "currency: USD", "currency: [USD", "PUR-2102"],
  ["blueprint.yaml", "window: 30d", "window: 30 dais", "PUR-2103"],
])("a mistake in %s is told by itself, and not with what follows from it: %s", async (path, from, to, code) => {
  const folder = await mkdtemp(join(tmpdir(), "purser-mistaken-"));
  try {
    await cp(larkspur, folder, { recursive: true });
    // Its tools import what the example has installed.
    await symlink(fileURLToPath(new URL("../../../node_modules", import.meta.url)), join(folder, "node_modules"));
    const text = await readFile(join(folder, path), "utf8");
    await writeFile(join(folder, path), text.replace(from, to));
    const load = await loadBlueprint(folder, cedarPolicyEngine);
    expect(load.kind === "rejected" ? load.problems.map((problem) => [problem.path, problem.code]) : null).toEqual([
      [path, code],
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("the example's blueprint loads without a problem: tools, guardrails and their examples", async () => {
  const load = await loadBlueprint(larkspur, cedarPolicyEngine);
  expect(load.kind === "rejected" ? load.problems.map(formatProblem) : []).toEqual([]);
  if (load.kind === "rejected") return;
  const { toolbox, totals, settings } = load.value;
  expect([...toolbox.actions.keys()]).toEqual(
    expect.arrayContaining(["change_address", "refund_order", "update_email"]),
  );
  expect([...toolbox.lookups.keys()]).toEqual(expect.arrayContaining(["find_orders", "order_details"]));
  expect(totals).toEqual([
    { name: "customerRefunds30d", of: "refundedMinor", scope: "customer", windowMs: 30 * 86_400_000 },
  ]);
  expect(settings).toMatchObject({ timeZone: "America/New_York", currency: "USD" });
});
