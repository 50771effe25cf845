import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M4",
  what: "after a time-out the call is sent again at once",
  invariant: "I6",
  patches: [
    {
      file: "server/src/cases/decide.ts",
      find: `    if (now < call.lookAt) continue;
`,
      replace: `    if (call.outcome.kind === "unknown" && call.attempt < 3) return resendOrGiveUp(state, call, now);
    if (now < call.lookAt) continue;
`,
    },
  ],
  plays: ["refund-automatic", "change-address"],
  strikes: [
    { faults: [{ system: "payments", rule: { kind: "timeout-before", times: 1, match: { method: "POST" } } }] },
  ],
};
export default mutant;
