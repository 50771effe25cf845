import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M25",
  what: "what was held and called off is released all the same",
  invariant: "I12",
  patches: [
    {
      file: "server/src/cases/folding/fold-calls.ts",
      find: `  if (held === undefined) return state;
`,
      replace: `  if (held === undefined || held.proposalId !== "") return state;
`,
    },
  ],
  plays: ["held-withdrawn"],
};
export default mutant;
