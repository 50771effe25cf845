import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M11",
  what: "who has proposed may approve",
  invariant: "I4",
  patches: [
    {
      file: "server/src/conversations/answer-pause.ts",
      find: `  return !isAuthor && mayApprove(`,
      replace: `  return (isAuthor || !isAuthor) && mayApprove(`,
    },
  ],
  plays: ["own-approval"],
};
export default mutant;
