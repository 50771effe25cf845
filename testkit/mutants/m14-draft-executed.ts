import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M14",
  what: "a draft is executed without approval",
  invariant: "I3",
  patches: [
    {
      file: "server/src/worker/consult-guard.ts",
      find: `  const isDraft = subject.isDraft || isDraftIn(inForce.toolbox, subject.name);
`,
      replace: `  const isDraft = isDraftIn(inForce.toolbox, "");
`,
    },
  ],
  plays: ["credit-drafted"],
};
export default mutant;
