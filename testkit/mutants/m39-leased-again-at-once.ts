import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M39",
  what: "a case with nothing to do is leased again at once",
  invariant: "I15",
  patches: [
    {
      file: "server/src/store/memory/append-worker.ts",
      find: `  if (append.releases) return wasOvertaken ? at : null;
`,
      replace: `  if (append.releases) return at;
`,
    },
    {
      file: "server/src/store/memory/claim.ts",
      find: `  found.runnableSince = isOvertaken && !found.isErased ? caseTime(found, data.clock.now()) : null;
`,
      replace: `  found.runnableSince = found.isErased ? null : caseTime(found, data.clock.now());
`,
    },
  ],
  plays: ["looked-up", "refund-declined"],
};
export default mutant;
