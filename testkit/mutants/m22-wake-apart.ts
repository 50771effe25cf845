import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M22",
  what: "when to wake is written after the events and not with them",
  invariant: "I15",
  patches: [
    {
      file: "server/src/worker/case-session.ts",
      find: `      this.#hasSent ||= append.outbox.length > 0;
      this.#settle(result.placed, append.status);
`,
      replace: `      this.#hasSent ||= append.outbox.length > 0;
      this.#settle(result.placed, append.status);
      if (release !== null) await this.#world.store.release(this.lease, this.#committed.seq, release.wakeAt);
`,
    },
    {
      file: "server/src/worker/case-session.ts",
      find: `      wakeAt: release === null ? nextWakeAt(this.#current) : release.wakeAt,
`,
      replace: `      wakeAt: release === null ? nextWakeAt(this.#current) : null,
`,
    },
    {
      file: "server/src/store/memory/claim.ts",
      find: `  if (found === null || found.lease === null) return false;
  const isOvertaken =`,
      replace: `  if (found === null) return false;
  const isOvertaken =`,
    },
  ],
  plays: ["refund-unanswered", "approval-unanswered"],
  strikes: [{ disturbances: [{ kind: "crash", port: "append", call: 1, when: "after" }] }],
};
export default mutant;
