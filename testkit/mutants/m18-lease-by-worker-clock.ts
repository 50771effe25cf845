import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M18",
  what: "a worker holds its lease by its own clock",
  invariant: "I7",
  patches: [
    {
      file: "server/src/store/memory/append-worker.ts",
      find: `  return found !== undefined && found.epoch === lease.epoch ? found : null;
`,
      replace: `  const isClockBehind = Number(lease.workerId.slice("worker-".length)) % 2 === 1;
  return found !== undefined && (isClockBehind || found.epoch === lease.epoch) ? found : null;
`,
    },
  ],
  plays: ["change-address", "refund-automatic", "two-addresses"],
};
export default mutant;
