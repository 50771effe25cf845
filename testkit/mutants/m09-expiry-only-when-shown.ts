import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M9",
  what: "whether an answer has expired is asked only when it is given",
  invariant: "I4",
  patches: [
    {
      file: "server/src/worker/steps/start.ts",
      find: `.filter(({ pause }) => now < pause.expiresAt);
`,
      replace: `.filter(() => now !== null);
`,
    },
    {
      file: "server/src/worker/steps/start.ts",
      find: `    ...(phase.kind === "held" ? [] : grants.map(({ pause }) => pause.expiresAt)),
`,
      replace: ``,
    },
    {
      file: "server/src/cases/decide.ts",
      find: `  const grants = proposal.grants.filter(({ pause }) => now < pause.expiresAt);
`,
      replace: `  const grants = proposal.grants.filter(() => now !== null);
`,
    },
    {
      file: "server/src/cases/decide.ts",
      find: `    const expired = isUnderWay(proposal) ? undefined : grants.find(({ pause }) => now >= pause.expiresAt);
`,
      replace: `    const expired = grants.length >= 0 ? undefined : grants.find(({ pause }) => now >= pause.expiresAt);
`,
    },
  ],
  plays: ["answered-late"],
};
export default mutant;
