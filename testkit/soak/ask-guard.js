// Asks the guard of the example as often as it is told, in this one process, on the build that users run.
import { fileURLToPath } from "node:url";
import { runtime } from "../../server/dist/main.js";

const times = Number(process.argv[2]);
const load = await runtime.loadBlueprint(fileURLToPath(new URL("../../examples/larkspur", import.meta.url)));
if (load.kind === "rejected") throw new Error("The example does not load.");
const { policies } = load.value;
let permitted = 0;
for (let asked = 0; asked < times; asked += 1) {
  const { isPermitted, errors } = policies.ask({
    agent: "agent",
    action: "refund_order",
    resource: { type: "Order", id: `L-${10_000 + (asked % 90_000)}` },
    args: { orderId: `L-${10_000 + (asked % 90_000)}`, amountMinor: 1 + (asked % 20_000), reason: "damaged" },
    facts: { currency: "USD", refundableMinor: 18_000, daysSinceDelivery: 4, isFlagged: false, paidMinor: 18_000 },
    totals: { customerRefunds30d: 0 },
    assurance: { identity: 2, confirmed: asked % 2 === 0, approved: false, approverRole: null },
  });
  if (errors.length > 0) throw new Error(errors.join("; "));
  if (isPermitted) permitted += 1;
}
process.stdout.write(JSON.stringify({ asked: times, permitted }));
