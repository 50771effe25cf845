import { type Half, halves, readExpected } from "./expected-message.ts";
import { changesSomething, hearAll, loadLarkspur } from "./hear-all.ts";
import { hearSmall } from "./score-small.ts";
import { score, type Score } from "./score.ts";
import { smallBlueprints, smallKinds } from "./small-blueprints.ts";

/** `npm run eval:understanding [-- --json] [-- --half dev|held-out|fresh|blind|unread|later]`: how well the example's messages are understood. */
export async function main(options: readonly string[]): Promise<number> {
  const only = options.includes("--half") ? options[options.indexOf("--half") + 1] : undefined;
  const blueprint = await loadLarkspur();
  const changes = changesSomething(blueprint);
  const chosen = halves.filter((half) => only === undefined || half === only);
  const results = chosen.map((half) => {
    const messages = readExpected(half);
    const { heard, trainedInMs, messageMs } = hearAll(messages, blueprint);
    return { half, count: messages.length, trainedInMs, messageMs, heard, score: score(heard, changes) };
  });
  const all = score(
    results.flatMap(({ heard }) => heard),
    changes,
  );
  if (options.includes("--json")) {
    console.log(
      JSON.stringify({
        halves: results.map(({ half, count, trainedInMs, messageMs, score: one }) => ({
          half,
          count,
          trainedInMs,
          messageMs,
          score: one,
        })),
        all,
      }),
    );
    return 0;
  }
  for (const { half, count, trainedInMs, messageMs, score: one } of results)
    print(
      half,
      `${count} messages, trained in ${trainedInMs.toFixed(0)} ms, ${messageMs.toFixed(2)} ms a message`,
      one,
    );
  if (results.length > 1) print("all parts", "", all);
  if (only === undefined) printSmall();
  return 0;
}

/** How blueprints with very few examples fare. */
function printSmall(): void {
  console.log("\n== blueprints of three to six examples a procedure");
  const heard = smallBlueprints().flatMap((small) => hearSmall(small).map((one) => ({ trade: small.trade, ...one })));
  for (const kind of smallKinds) {
    const outcomes = heard.filter((one) => one.kind === kind).map(({ outcome }) => outcome);
    const counts = [...new Set(outcomes)].map(
      (outcome) => `${outcome} ${outcomes.filter((each) => each === outcome).length}`,
    );
    console.log(`${kind.padEnd(14)}${counts.join(", ")}`);
  }
}

const percent = (partOfOne: number): string => `${(100 * partOfOne).toFixed(1)} %`;

function print(name: Half | "all parts", about: string, one: Score): void {
  console.log(`\n== ${name}: ${about}`);
  const rows: readonly (readonly [string, string, string])[] = [
    ["single requests: right, or right among the two asked about", percent(one.singleRight), ">= 85 %"],
    ["single requests: right first / acted at once", `${percent(one.singleFirst)} / ${percent(one.acted)}`, ""],
    ["acts on a wrong procedure that changes something", String(one.wrongActs), "0"],
    ["out of scope recognized", percent(one.outOfScopeFound), ">= 85 %"],
    [
      "in-scope precision / in-scope messages kept",
      `${percent(one.inScopePrecision)} / ${percent(one.inScopeKept)}`,
      ">= 90 %",
    ],
    [
      "a person wanted: recall / precision",
      `${percent(one.personRecall)} / ${percent(one.personPrecision)}`,
      ">= 95 %",
    ],
    ["several requests: all in order / one right", `${percent(one.multiAll)} / ${percent(one.multiSome)}`, ""],
    ["ambiguous: one of its meanings offered", percent(one.ambiguousRight), ""],
    ["expected calibration error", one.calibrationError.toFixed(3), "<= 0.08"],
  ];
  for (const [what, value, bar] of rows) console.log(`${what.padEnd(62)}${value.padStart(18)}  ${bar}`);
  console.log("\nconfidence   messages   said   right");
  for (const { from, count, meanConfidence, partRight } of one.bins)
    console.log(
      `${from.toFixed(1)}–${(from + 0.1).toFixed(1)}     ${String(count).padStart(8)}   ${meanConfidence.toFixed(2)}   ${partRight.toFixed(2)}`,
    );
  if (name === "all parts") return;
  console.log(`\n${one.mistakes.length} mistakes`);
  for (const { id, what, text, wanted, got } of one.mistakes)
    console.log(`${id} ${what}: wanted ${wanted}; got ${got}\n    ${text}`);
}
