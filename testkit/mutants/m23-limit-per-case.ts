import type { Mutant } from "./mutant.ts";

const mutant: Mutant = {
  name: "M23",
  what: "a limit of the customer is counted for each case",
  invariant: "I11",
  patches: [
    {
      file: "server/src/guardrails/totals.ts",
      find: `      return \`\${name}/\${of}/customer/\${customerId ?? "unknown"}\`;
`,
      replace: `      return \`\${name}/\${of}/customer/\${customerId ?? "unknown"}/\${caseId}\`;
`,
    },
  ],
  plays: ["limit-in-sum"],
};
export default mutant;
