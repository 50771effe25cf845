import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M2",
  what: "the intention is not committed before the call",
  invariant: "I2",
  patches: [
    {
      file: "server/src/worker/steps/start.ts",
      find: `    ...(notAfter === undefined ? {} : { notAfter }),
    commitsFirst: true,
`,
      replace: `    ...(notAfter === undefined ? {} : { notAfter }),
`,
    },
  ],
  plays: ["change-address"],
};
export default mutant;
