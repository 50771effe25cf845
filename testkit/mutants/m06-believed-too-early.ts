import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M6",
  what: "not done is believed before it can have settled",
  invariant: "I6",
  patches: [
    {
      file: "server/src/cases/folding/fold-calls.ts",
      find: `      return finding.settled
`,
      replace: `      return finding.settled || call.attempt > 0
`,
    },
  ],
  plays: ["refund-automatic", "change-address"],
  strikes: [
    { faults: [{ system: "payments", rule: { kind: "timeout-before", times: 1, match: { method: "POST" } } }] },
  ],
};
export default mutant;
