import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { cedarPolicyEngine } from "../policies/cedar/index.ts";
import { loadBlueprint } from "./load-blueprint.ts";
import { formatProblem } from "./problem.ts";

const larkspur = fileURLToPath(new URL("../../../examples/larkspur", import.meta.url));

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
