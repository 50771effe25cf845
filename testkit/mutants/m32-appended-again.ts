import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M32",
  what: "what was appended and not answered is appended again",
  invariant: "I7",
  patches: [
    {
      file: "server/src/worker/case-session.ts",
      find: `    const result = await this.#world.store.appendDecision({ ...append, notAfter: this.#notAfter });
`,
      replace: `    const { store } = this.#world;
    const result = await store.appendDecision({ ...append, notAfter: this.#notAfter }).catch(async () => {
      const row = await store.readCase(this.#place.tenant, this.#place.caseId);
      return store.appendDecision({ ...append, expectedVersion: row?.version ?? 0, notAfter: this.#notAfter });
    });
`,
    },
  ],
  plays: ["change-address", "refund-automatic", "refund-approved"],
};
export default mutant;
