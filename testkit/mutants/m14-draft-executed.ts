import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M14",
  what: "a draft is executed without approval",
  invariant: "I3",
  patches: [
    {
      file: "server/src/tools/action-operation.ts",
      find: `      isDraft: action.tier === "draft",
`,
      replace: `      isDraft: false,
`,
    },
  ],
  plays: ["credit-drafted"],
};
export default mutant;
