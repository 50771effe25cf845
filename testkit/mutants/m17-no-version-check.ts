import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M17",
  what: "a worker appends without asking what has come in",
  invariant: "I7",
  patches: [
    {
      file: "server/src/store/memory/append-worker.ts",
      find: `  if (version !== append.expectedVersion) return { kind: "overtaken", version };
`,
      replace: `  if (version < 0) return { kind: "overtaken", version };
`,
    },
    {
      file: "server/src/store/memory/append-events.ts",
      find: `seq: found.events.length + added.length + 1,`,
      replace: `seq: ("lease" in source ? Number(Object(source).expectedVersion) : found.events.length) + added.length + 1,`,
    },
  ],
  plays: ["address-twice", "taken-over", "closed-meanwhile"],
};
export default mutant;
