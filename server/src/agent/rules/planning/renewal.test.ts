import { instantSchema, proposalIdSchema, type ProposedStep } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import { describe, expect, test } from "vitest";
import { procedureHeaderSchema } from "../../../blueprint/procedure.ts";
import type { CaseState, FinishedProposal, ProposalEnd } from "../../../cases/case-state.ts";
import { isRenewal, stalenessOf, withoutRefused } from "./renewal.ts";

const header = procedureHeaderSchema.parse({
  procedure: "move",
  goal: "it is moved",
  when: ["move it"],
  done: 'move.state == "moved"',
  renew: { move_it: ["look_up"] },
  tools: ["look_up", "move_it"],
  replies: { done: "Moved." },
});
const at = instantSchema.parse("2026-02-10T07:17:00.000Z");
const values: CaseState["values"] = {
  "slot.id": { value: "S-1", source: "look_up", at },
  "order.id": { value: "L-1", source: "message", at },
};
const known = { "slot.id": "S-1", "order.id": "L-1" };

function finished(seq: number, step: ProposedStep, end: ProposalEnd): FinishedProposal {
  const proposalId = proposalIdSchema.parse(`prop_${String(seq).padStart(20, "0")}`);
  return { proposalId, step, argsHash: hashOf({}), end, seq };
}
const lookUp: ProposedStep = { kind: "lookup", calls: [{ tool: "look_up", args: {} }] };
const move: ProposedStep = { kind: "call", call: { tool: "move_it", args: {} } };
const looked = finished(4, lookUp, { kind: "done", detail: "read" });

describe("after a refusal", () => {
  test.each<ProposalEnd>([
    { kind: "denied", reasons: ["It is taken."] },
    { kind: "refused", detail: "409" },
  ])("what a lookup said is not believed until it is made anew: $kind", (end) => {
    const refused = { finished: [looked, finished(9, move, end)], values };
    const stale = stalenessOf({ header }, refused);
    expect([...stale]).toEqual([["look_up", 9]]);
    expect(withoutRefused(known, { header }, refused, stale)).toEqual({ "order.id": "L-1", "refused.move_it": true });
    const again = finished(12, lookUp, { kind: "done", detail: "read" });
    const renewed = { finished: [...refused.finished, again], values };
    expect(withoutRefused(known, { header }, renewed, stale)).toEqual({ ...known, "refused.move_it": true });
    expect([looked, again].map((each) => isRenewal(each, stale))).toEqual([false, true]);
  });

  test("that was the customer's own no, all is known as before", () => {
    const declined = {
      finished: [looked, finished(9, move, { kind: "declined", by: "customer", reason: null })],
      values,
    };
    const stale = stalenessOf({ header }, declined);
    expect(withoutRefused(known, { header }, declined, stale)).toEqual(known);
    expect(isRenewal(looked, stale)).toBe(false);
  });
});
