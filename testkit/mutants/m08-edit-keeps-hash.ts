import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M8",
  what: "an edit keeps the hash of what was proposed",
  invariant: "I4",
  patches: [
    {
      file: "server/src/conversations/pauses/answer-pause.ts",
      find: `        argsHash: hashOf(step),
`,
      replace: `        argsHash: proposal.argsHash,
`,
    },
  ],
  plays: ["approval-edited"],
};
export default mutant;
