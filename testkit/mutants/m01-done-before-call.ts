import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M1",
  what: "what is done is written down before the call",
  invariant: "I9",
  patches: [
    {
      file: "server/src/worker/steps/call.ts",
      find: `  const outcome = await prepared.operation.execute(toolContext(context, attempt), facts, key, attempt);
`,
      replace: `  void prepared.operation.execute(toolContext(context, attempt), facts, key, attempt).catch(() => undefined);
  return {
    events: [
      ended({ kind: "done", result: {} }),
      {
        kind: "call.verified",
        body: { key, attempt, finding: { kind: "done", result: {} }, settledAt: started.settledAt, values: {} },
      },
    ],
    commitsFirst: true,
  };
  const outcome = await prepared.operation.execute(toolContext(context, attempt), facts, key, attempt);
`,
    },
  ],
  plays: ["change-address", "refund-automatic"],
};
export default mutant;
