import { defineConfig } from "vitest/config";

/** Real processes, a real browser, recorded conversations: half of the time for a few of the files, so they are a step of their own. */
const long = [
  "testkit/guide/**/*.test.ts",
  "testkit/proc/**/*.test.ts",
  "testkit/scenarios/conversation*.test.ts",
  "e2e/**/*.test.ts",
  "server/src/http/mcp/conformance.test.ts",
  "server/src/cli/{backup,chat,closed-output,dev,init,mcp,publish}.test.ts",
  "server/src/cli/demo/demo.test.ts",
  "server/src/cli/eval/eval.test.ts",
  "server/src/store/postgres/embedded/start-embedded-postgres.test.ts",
  "evals/taubench/taubench.test.ts",
];
/** That searches find what is planted: by hand, after a change of the attacks or the proofs. */
const planted = ["testkit/security/planted-bugs.test.ts", "testkit/proofs/mutants.test.ts"];
/** What puts another module in the place of one that others have loaded. */
const alone = ["server/src/policies/cedar/engine-exception.test.ts"];
const neverTests = ["**/node_modules/**", "**/dist/**"];

export default defineConfig({
  resolve: { conditions: ["purser-source", "module", "node", "default"] },
  ssr: { resolve: { conditions: ["purser-source", "module", "node", "default"] } },
  test: {
    // Vitest leaves one core free, which on two cores means one file at a time.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "quick",
          include: ["{contract,kit,server,examples,testkit,evals}/**/*.test.ts", "*.test.ts"],
          exclude: [...neverTests, ...long, ...planted, ...alone],
          // Files share what they load: loading the server and the example anew took a quarter of the time.
          isolate: false,
        },
      },
      { extends: true, test: { name: "alone", include: alone } },
      { extends: true, test: { name: "long", include: long, exclude: neverTests } },
      { extends: true, test: { name: "planted", include: planted } },
    ],
  },
});
