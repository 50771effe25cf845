import { builtInSensitive } from "../../server/src/blueprint/sensitive/load-sensitive.ts";
import { noUnderstanding } from "../../server/src/blueprint/understanding.ts";
import { halves, readExpected } from "./expected-message.ts";
import { loadLarkspur } from "./hear-all.ts";
import { readSensitive, screen, sensitiveFiles } from "./sensitive-messages.ts";

/** `npm run eval:sensitive [-- --json]`: how well the example's messages are screened for what no machine answers. */
export async function main(options: readonly string[]): Promise<number> {
  const blueprint = await loadLarkspur();
  const results = sensitiveFiles.map((name) => ({
    name,
    count: readSensitive(name).length,
    ...screen(readSensitive(name), blueprint),
  }));
  const bare = { sensitive: builtInSensitive, understanding: noUnderstanding };
  const withoutExamples = sensitiveFiles.map((name) => ({ name, ...screen(readSensitive(name), bare) }));
  const ordinary = halves.flatMap(readExpected).map(({ id, text }) => ({ id, text, topic: null }));
  const besides = screen(ordinary, blueprint);
  if (options.includes("--json")) {
    console.log(JSON.stringify({ halves: results, withoutExamples, ordinary: { count: ordinary.length, ...besides } }));
    return 0;
  }
  for (const { name, count, recall, falseAlarms, rightTopic, mistakes } of results) {
    console.log(`\n== ${name}: ${count} messages`);
    console.log(`sensitive messages found        ${percent(recall)}  >= 95 %`);
    console.log(`others taken for sensitive      ${percent(falseAlarms)}  <= 3 %`);
    console.log(`of those found the right topic  ${percent(rightTopic)}`);
    for (const { id, topic, got, text } of mistakes)
      console.log(`${id}: wanted ${topic ?? "nothing"}, got ${got ?? "nothing"}\n    ${text}`);
  }
  console.log("\n== the same in a blueprint that brings no examples of its own");
  for (const { name, recall, falseAlarms } of withoutExamples)
    console.log(`${name}: found ${percent(recall)}, others taken for sensitive ${percent(falseAlarms)}`);
  console.log(`\n== ${ordinary.length} messages of evals/understanding, of which none is sensitive`);
  console.log(`taken for sensitive             ${percent(besides.falseAlarms)}`);
  for (const { id, got, text } of besides.mistakes) console.log(`${id}: ${got ?? ""}\n    ${text}`);
  return 0;
}

function percent(partOfOne: number): string {
  return `${(100 * partOfOne).toFixed(1)} %`.padStart(8);
}
