/** A command of a document: lines that end with a backslash are joined. */
export type DocumentedCommand = { page: string; command: string };

/** The commands in the fenced `sh` blocks of a page, in their order. */
export function commandsOf(page: string, text: string): readonly DocumentedCommand[] {
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = ""]) =>
    block
      .replaceAll(/\\\n\s*/g, "")
      .split("\n")
      .map((line) => line.replace(/\s{2,}#.*$/, "").trim())
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((command) => ({ page, command })),
  );
}

/** Why a command of a document is not run here; null for one that is. */
export function whyNotRun(command: string): string | null {
  return notRun.find(({ pattern }) => pattern.test(command))?.because ?? null;
}

/** Whoever adds to this list says why. */
const notRun: readonly { pattern: RegExp; because: string }[] = [
  { pattern: /^npm ci\b|^npm (?:run build|test)$/, because: "the gate has done it when this runs" },
  { pattern: /^npm run (?:check|format)$|^\.ci\/run$/, because: "it is the gate, or would run this test in itself" },
  { pattern: /^npx vitest run /, because: "it is this test's own runner" },
  {
    pattern: /^npm run (?:bench:case|bench:desk|bench:peers|bench:waiting|test:soak|test:simulate)\b/,
    because: "it takes minutes; it is run by hand",
  },
  {
    pattern: /\bevals?[/:]taubench\b/,
    because: "evals/taubench/taubench.test.ts replays that file, with its blueprints loaded",
  },
  { pattern: /purser demo --all/, because: "server/src/cli/demo/demo.test.ts plays scenarios" },
  { pattern: /purser eval(?!.*--only)/, because: "server/src/cli/eval/eval.test.ts plays some; all take minutes" },
  { pattern: /^node scripts\//, because: "it writes into the tree" },
];
