import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M15",
  what: "whose record it is comes from the arguments",
  invariant: "I10",
  patches: [
    {
      file: "server/src/worker/step-context.ts",
      find: `    state.customerId === null || state.customerRef === null ? null : { id: state.customerId, ref: state.customerRef };
`,
      replace: `    state.customerId === null || state.customerRef === null ? null : { id: state.customerId, ref: named(state) };
`,
    },
    {
      file: "server/src/worker/step-context.ts",
      find: `function markedSystems(`,
      replace: `function named({ proposals, customerRef }: CaseState): string {
  const asked = proposals.flatMap(({ step }) => (step.kind === "call" ? (step.call.args["customerRef"] ?? []) : []));
  return String(asked[0] ?? customerRef);
}

function markedSystems(`,
    },
    {
      file: "server/src/tools/action-operation.ts",
      find: `  const parsed = z.safeParse(action.input, call.args);
`,
      replace: `  const { customerRef: _named, ...rest } = call.args;
  const parsed = z.safeParse(action.input, rest);
`,
    },
  ],
  plays: ["poisoned-text"],
};
export default mutant;
