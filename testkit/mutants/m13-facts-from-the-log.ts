import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M13",
  what: "the guard judges facts that stand in the log",
  invariant: "I3",
  patches: [
    {
      file: "server/src/worker/steps/start.ts",
      find: `  if (attempt === 1 && proposal.grants.length === 0 && standing !== null && context.now < standing.validUntil) {
`,
      replace: `  if (standing !== null) {
`,
    },
    {
      file: "server/src/worker/steps/start.ts",
      find: `    judged.body.validUntil,
`,
      replace: ``,
    },
  ],
  plays: ["refund-confirmed", "refund-approved"],
};
export default mutant;
