import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M28",
  what: "the fold reads a clock",
  invariant: "I14",
  patches: [
    {
      file: "server/src/cases/folding/fold-calls.ts",
      find: `    startedAt: event.at,
`,
      replace: `    startedAt: instantOf(Date.now()),
`,
    },
  ],
  plays: ["change-address"],
};
export default mutant;
