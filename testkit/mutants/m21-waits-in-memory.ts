import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M21",
  what: "a wait is a timer in the memory of a worker",
  invariant: "I15",
  patches: [
    {
      file: "server/src/worker/run-case.ts",
      find: `      await session.commit({ wakeAt: step.until });
      return;
`,
      replace: `      await session.commit({ wakeAt: null });
      const { until } = step;
      if (until !== null)
        void world.sleep(Date.parse(until) - Date.parse(now), new AbortController().signal).then(() =>
          world.store.appendInlet({
            ...{ tenant: state.tenant, caseId: state.caseId, subjectId: state.customerId ?? state.caseId },
            ...{ actorId: "timer", dedupeKey: null, open: null, expectedVersion: null, notAfter: null },
            ...{ events: [{ kind: "note.added", body: { by: "timer", text: "" } }], pauses: [], outboxDone: null },
          }),
        );
      return;
`,
    },
  ],
  plays: ["refund-unanswered", "approval-unanswered"],
};
export default mutant;
