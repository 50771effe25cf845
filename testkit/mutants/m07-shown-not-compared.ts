import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M7",
  what: "what is executed is not compared with what was approved",
  invariant: "I4",
  patches: [
    {
      file: "server/src/worker/steps/start.ts",
      find: `  if (grants.length === 0) return false;
`,
      replace: `  if (grants.length >= 0) return false;
`,
    },
  ],
  plays: ["plan-meanwhile"],
};
export default mutant;
