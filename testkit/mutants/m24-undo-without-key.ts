import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M24",
  what: "what is taken back has no key of its own",
  invariant: "I12",
  patches: [
    {
      file: "server/src/tools/undo-operation.ts",
      find: `        outcomeOf(() => undo.execute({ ...withFacts(context, facts), key, attempt }), null),
`,
      replace: `        outcomeOf(() => undo.execute({ ...withFacts(context, facts), key: [...key].toReversed().join(""), attempt }), null),
`,
    },
  ],
  plays: ["refund-undone", "own-approval"],
};
export default mutant;
