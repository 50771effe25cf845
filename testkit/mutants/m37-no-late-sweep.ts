import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M37",
  what: "what was given up is never looked up again",
  invariant: "I9",
  patches: [
    {
      file: "server/src/cases/folding/fold-calls.ts",
      find: `  return { ...state, sweeps: pushBounded(state.sweeps, swept, stateBounds.sweeps) };
`,
      replace: `  return { ...state, sweeps: pushBounded(state.sweeps, { ...swept, dueAt: [] }, stateBounds.sweeps) };
`,
    },
  ],
  plays: ["refund-automatic", "change-address", "closed-meanwhile"],
  strikes: [{ mishaps: [{ kind: "late", change: 1, byMs: 900_000 }] }],
};
export default mutant;
