import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M11",
  what: "who has proposed may approve",
  invariant: "I4",
  patches: [
    {
      file: "server/src/conversations/pauses/answer-pause.ts",
      find: `  if (proposal?.writers.includes(by.id) === true)
`,
      replace: `  if (proposal?.writers.includes(by.id) === true && by.id === "")
`,
    },
  ],
  plays: ["own-approval"],
};
export default mutant;
