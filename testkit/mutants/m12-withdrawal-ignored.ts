import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M12",
  what: "once an answer is given nothing stops it any more",
  invariant: "I5",
  patches: [
    {
      file: "server/src/cases/fold-lifecycle.ts",
      find: `    if (author.kind === "teammate") continue;
`,
      replace: `    if (author.kind === "teammate" || grants.length > 0) continue;
`,
    },
    {
      file: "server/src/cases/fold-lifecycle.ts",
      find: `  for (const { proposalId, author } of state.proposals) {
`,
      replace: `  for (const { proposalId, author, grants } of state.proposals) {
`,
    },
    {
      file: "server/src/cases/decide.ts",
      find: `    if (state.owner.kind !== "agent" && proposal.author.kind !== "teammate") continue;
`,
      replace: `    if (state.owner.kind !== "agent" && proposal.author.kind !== "teammate" && proposal.grants.length === 0) continue;
`,
    },
  ],
  plays: ["taken-over"],
};
export default mutant;
