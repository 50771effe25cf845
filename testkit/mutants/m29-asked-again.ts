import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M29",
  what: "the model is asked again after a crash",
  invariant: "I14",
  patches: [
    {
      file: "server/src/worker/run-case.ts",
      find: `    const step = decide(state, now);
`,
      replace: `    const decided = decide(state, now);
    const wasThought = state.proposals.some(({ author }) => author.kind === "reasoner");
    const step = steps === 0 && leased.crashes > 0 && wasThought ? { kind: "think" as const } : decided;
`,
    },
  ],
  plays: ["refund-confirmed", "change-address", "refund-automatic"],
};
export default mutant;
