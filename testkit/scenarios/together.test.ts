import { describe, expect, test } from "vitest";
import cancelOrder from "../../examples/larkspur/tools/cancel-order.ts";
import createExchange from "../../examples/larkspur/tools/create-exchange.ts";
import createLabel from "../../examples/larkspur/tools/create-label.ts";
import findOrders from "../../examples/larkspur/tools/find-orders.ts";
import sendLabel from "../../examples/larkspur/tools/send-label.ts";
import setMembership from "../../examples/larkspur/tools/set-membership.ts";
import { loadProcedures } from "../../server/src/blueprint/load-procedures.ts";
import { formatProblem } from "../../server/src/blueprint/reading/problem.ts";

const tools = new Map(
  [cancelOrder, createExchange, createLabel, findOrders, sendLabel, setMembership].map((tool) => [tool.name, tool]),
);

function problemsOf(together: string): readonly string[] {
  const text = `---
procedure: leave
goal: she has left
when: [I want to leave]
needs:
  label.reference: { from: [exchange.id] }
  membership.wish: { value: free }
  size.correct: { ask: "Which size?" }
done: membership.state == "set"
tools: [find_orders, cancel_order, set_membership, create_exchange, create_label, send_label]
together: [${together}]
replies: { done: "Done." }
---
Prose.
`;
  const load = loadProcedures([{ path: "procedures/leave.md", text }], tools, null);
  return load.kind === "rejected" ? load.problems.map(formatProblem) : [];
}

describe("actions that belong together", () => {
  test("load when each can be shown before the first is done, and undone", () => {
    expect(problemsOf("cancel_order, set_membership")).toEqual([]);
  });

  test("are two at least, and known actions of the procedure, each once", () => {
    expect(problemsOf("cancel_order").join()).toContain("11:11 PUR-2118 Name two to 6 actions");
    expect(problemsOf("cancel_order, find_orders").join()).toContain("PUR-2118 There is no action find_orders");
    expect(problemsOf("cancel_order, leave_all").join()).toContain("PUR-2118 There is no action leave_all");
    expect(problemsOf("cancel_order, cancel_order").join()).toContain("cancel_order stands twice");
  });

  test("do not need what another of them gives, nor what the procedure takes from that", () => {
    expect(problemsOf("create_label, send_label").join()).toContain(
      "PUR-2118 send_label needs what create_label gives",
    );
    expect(problemsOf("create_exchange, create_label").join()).toContain(
      "PUR-2118 create_label needs what create_exchange gives",
    );
  });

  test("cannot be undone only at the end", () => {
    expect(problemsOf("send_label, set_membership").join()).toContain("send_label cannot be undone");
    expect(problemsOf("set_membership, send_label")).toEqual([]);
  });
});
