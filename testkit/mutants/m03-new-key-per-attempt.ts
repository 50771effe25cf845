import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M3",
  what: "every attempt has a new key",
  invariant: "I1",
  patches: [
    {
      file: "server/src/worker/steps/start.ts",
      find: `    { tenant: state.tenant, caseId: state.caseId, proposalId, action: operation.name, argsHash: proposal.argsHash },
`,
      replace: `    {
      tenant: state.tenant,
      caseId: state.caseId,
      proposalId,
      action: \`\${operation.name}\${attempt === 1 ? "" : attempt}\`,
      argsHash: proposal.argsHash,
    },
`,
    },
    {
      file: "server/src/cases/folding/fold-calls.ts",
      find: `  const earlier = state.calls.find((candidate) => candidate.key === key);
  const consumed`,
      replace: `  const earlier = state.calls.find((candidate) => candidate.proposalId === proposalId);
  const consumed`,
    },
    {
      file: "server/src/cases/folding/fold-calls.ts",
      find: `    calls: [...state.calls.filter((other) => other.key !== key), call],
`,
      replace: `    calls: [...state.calls.filter((other) => other.proposalId !== proposalId), call],
`,
    },
  ],
  plays: ["refund-automatic", "refund-confirmed"],
  strikes: [{ mishaps: [{ kind: "late", change: 1, byMs: 40_000 }] }],
};
export default mutant;
