import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M5",
  what: "a look-up that cannot tell counts as not done",
  invariant: "I6",
  patches: [
    {
      file: "server/src/cases/folding/fold-calls.ts",
      find: `    case "unknown":
      return withCall(state, {
        ...looked,
        lookAt:`,
      replace: `    case "unknown":
      return withCall(state, {
        ...looked,
        isKnownNotDone: true,
        lookAt:`,
    },
  ],
  plays: ["refund-automatic", "change-address"],
  strikes: [
    {
      faults: [
        { system: "payments", rule: { kind: "timeout-before", times: 1, match: { method: "POST" } } },
        {
          system: "payments",
          rule: { kind: "status-before", times: 2, match: { method: "GET", pathPrefix: "/refunds" } },
        },
      ],
    },
  ],
};
export default mutant;
