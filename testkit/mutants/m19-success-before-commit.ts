import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M19",
  what: "a delivery is answered before it is committed",
  invariant: "I8",
  patches: [
    {
      file: "server/src/conversations/receive-message.ts",
      find: `    const result =
      answer?.kind === "answers"
        ? await append(message, answer.asking, { ...means, attachments, answer }, desk)
        : await append(
            message,
            caseNow,
            { ...means, attachments, identifying, again, couldAnswer: answer?.pauseIds ?? null },
            desk,
          );
`,
      replace: `    const appending =
      answer?.kind === "answers"
        ? append(message, answer.asking, { ...means, attachments, answer }, desk)
        : append(message, caseNow, { ...means, attachments, identifying, again, couldAnswer: answer?.pauseIds ?? null }, desk);
    void appending.catch(() => undefined);
    const result = { kind: "appended" };
`,
    },
  ],
  plays: ["address-twice", "refund-confirmed"],
  strikes: [{ disturbances: [{ kind: "desk-cut", port: "append", call: 2, when: "before" }] }],
};
export default mutant;
