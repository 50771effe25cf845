import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M38",
  what: "whoever takes a case over sends a call without a key again",
  invariant: "I6",
  patches: [
    {
      file: "server/src/cases/decide.ts",
      find: `  if (call.once !== "none" && !isStopped && !isTooOld && call.attempt < caseLimits.attempts) {
`,
      replace: `  if (!isStopped && !isTooOld && call.attempt < caseLimits.attempts) {
`,
    },
  ],
  plays: ["note-added", "label-awaited"],
};
export default mutant;
