import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M27",
  what: "the customer reads that it is done before it is",
  invariant: "I9",
  patches: [
    {
      file: "server/src/worker/steps/start.ts",
      find: `    events: [judged, ...released, started, ...undo],
`,
      replace: `    events: [judged, ...released, started, ...undo, messageTo(context, "It is done.", { claims: [key] })],
`,
    },
    {
      file: "server/src/worker/steps/start.ts",
      find: `  { proposal, operation, answer, judged, key, attempt, earlier, grants }: Beginning,
  { now }: StepContext,
): StepResult {
`,
      replace: `  { proposal, operation, answer, judged, key, attempt, earlier, grants }: Beginning,
  context: StepContext,
): StepResult {
  const { now } = context;
`,
    },
  ],
  plays: ["refund-automatic", "change-address"],
};
export default mutant;
