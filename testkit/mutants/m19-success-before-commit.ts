import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M19",
  what: "a delivery is answered before it is committed",
  invariant: "I8",
  patches: [
    {
      file: "server/src/conversations/receive-message.ts",
      find: `    const result = await append(message, caseNow, { identifying, pause }, desk);
`,
      replace: `    void append(message, caseNow, { identifying, pause }, desk).catch(() => undefined);
    const result = { kind: "appended" };
`,
    },
  ],
  plays: ["address-twice", "refund-confirmed"],
  strikes: [{ disturbances: [{ kind: "desk-cut", port: "append", call: 2, when: "before" }] }],
};
export default mutant;
