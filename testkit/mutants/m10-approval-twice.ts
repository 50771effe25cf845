import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M10",
  what: "an answer can be used twice",
  invariant: "I4",
  patches: [
    {
      file: "server/src/cases/folding/fold-calls.ts",
      find: `export function foldCallStarted(`,
      replace: `export const usedBefore = new Map<string, OpenCall["grants"]>();
export function foldCallStarted(`,
    },
    {
      file: "server/src/cases/folding/fold-calls.ts",
      find: `  if (standing === null) return counted;
`,
      replace: `  usedBefore.set(state.caseId, consumed);
  if (standing === null) return counted;
`,
    },
    {
      file: "server/src/cases/folding/fold-proposals.ts",
      find: `import { giveUpCall } from "./fold-calls.ts";
`,
      replace: `import { giveUpCall, usedBefore } from "./fold-calls.ts";
`,
    },
    {
      file: "server/src/cases/folding/fold-proposals.ts",
      find: `    proposals: [...state.proposals, { ...made, grants: [] }],
`,
      replace: `    proposals: [...state.proposals, { ...made, grants: usedBefore.get(state.caseId) ?? [] }],
`,
    },
    {
      file: "server/src/worker/steps/start.ts",
      find: `  const shown = standingOf(proposal)?.shown;
`,
      replace: `  if (author.kind === "reasoner") return false;
  const shown = standingOf(proposal)?.shown;
`,
    },
  ],
  plays: ["refund-again"],
};
export default mutant;
