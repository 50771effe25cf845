import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M20",
  what: "two messages with the same words count as one",
  invariant: "I8",
  patches: [
    {
      file: "server/src/conversations/receive-message.ts",
      find: `    dedupeKey: hashOf({ provider: message.provider, deliveryId: message.deliveryId }),
`,
      replace: `    dedupeKey: hashOf({ provider: message.provider, text: message.text }),
`,
    },
    {
      file: "server/src/conversations/open-case.ts",
      find: `hashOf({ provider: delivery.provider, deliveryId: delivery.deliveryId }),
`,
      replace: `hashOf({ provider: delivery.provider, text: message?.text ?? "" }),
`,
    },
  ],
  plays: ["two-cases", "limit-in-sum"],
};
export default mutant;
