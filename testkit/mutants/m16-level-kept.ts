import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M16",
  what: "the level is kept when a new sender joins",
  invariant: "I10",
  patches: [
    {
      file: "server/src/cases/folding/fold-identification.ts",
      find: `    identity: { level, method, expiresAt },
`,
      replace: `    identity: level < state.identity.level ? state.identity : { level, method, expiresAt },
`,
    },
  ],
  plays: ["stranger-joins"],
};
export default mutant;
