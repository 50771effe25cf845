import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M12",
  what: "once an answer is given nothing stops it any more",
  invariant: "I5",
  patches: [
    {
      file: "server/src/cases/folding/fold-lifecycle.ts",
      find: `    const { proposalId, author, phase } = proposal;
`,
      replace: `    const { proposalId, author, phase, grants } = proposal;
    if (grants.length > 0) continue;
`,
    },
    {
      file: "server/src/cases/decide.ts",
      find: `    const isAgents = !isTeammates(proposal, state);
`,
      replace: `    const isAgents = !isTeammates(proposal, state) && proposal.grants.length === 0;
`,
    },
  ],
  plays: ["taken-over"],
};
export default mutant;
