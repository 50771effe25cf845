import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M26",
  what: "an answer of 200 counts as done whatever it says",
  invariant: "I9",
  patches: [
    {
      file: "examples/larkspur/tools/shop-client.ts",
      find: `  if (parsed.success) return { kind: "done", result: resultOf(parsed.data) };
  return { kind: "unknown", code: "PUR-3003", detail: \`The answer does not say what was done. \${detail}\` };
`,
      replace: `  if (parsed.success) return { kind: "done", result: resultOf(parsed.data) };
  return { kind: "done", result: Object({ refund: { id: "RF-0", state: "succeeded", amountMinor: 1 } }) };
`,
    },
    {
      file: "server/src/worker/steps/call.ts",
      find: `  return { events: [ended(outcome)], commitsFirst: once === "none" };
`,
      replace: `  if (outcome.kind === "done")
    return {
      events: [
        ended(outcome),
        { kind: "call.verified", body: { key, attempt, finding: outcome, settledAt: started.settledAt, values: {} } },
      ],
    };
  return { events: [ended(outcome)], commitsFirst: once === "none" };
`,
    },
  ],
  plays: ["refund-automatic", "refund-confirmed"],
  strikes: [{ faults: [{ system: "payments", rule: { kind: "error-body", times: 1, match: { method: "POST" } } }] }],
};
export default mutant;
