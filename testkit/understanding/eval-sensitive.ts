import { halves, readExpected } from "./expected-message.ts";
import { loadLarkspur } from "./hear-all.ts";
import { readSensitive, screen, sensitiveHalves } from "./sensitive-messages.ts";

/** `npm run eval:sensitive [-- --json]`: how well the example's messages are screened for what no machine answers. */
export async function main(options: readonly string[]): Promise<number> {
  const blueprint = await loadLarkspur();
  const results = sensitiveHalves.map((half) => ({
    half,
    count: readSensitive(half).length,
    ...screen(readSensitive(half), blueprint),
  }));
  const ordinary = halves.flatMap(readExpected).map(({ id, text }) => ({ id, text, topic: null }));
  const besides = screen(ordinary, blueprint);
  if (options.includes("--json")) {
    console.log(JSON.stringify({ halves: results, ordinary: { count: ordinary.length, ...besides } }));
    return 0;
  }
  for (const { half, count, recall, falseAlarms, rightTopic, mistakes } of results) {
    console.log(`\n== ${half}: ${count} messages`);
    console.log(`sensitive messages found        ${percent(recall)}  >= 95 %`);
    console.log(`others taken for sensitive      ${percent(falseAlarms)}  <= 3 %`);
    console.log(`of those found the right topic  ${percent(rightTopic)}`);
    for (const { id, topic, got, text } of mistakes)
      console.log(`${id}: wanted ${topic ?? "nothing"}, got ${got ?? "nothing"}\n    ${text}`);
  }
  console.log(`\n== ${ordinary.length} messages of evals/understanding, of which none is sensitive`);
  console.log(`taken for sensitive             ${percent(besides.falseAlarms)}`);
  for (const { id, got, text } of besides.mistakes) console.log(`${id}: ${got ?? ""}\n    ${text}`);
  return 0;
}

function percent(partOfOne: number): string {
  return `${(100 * partOfOne).toFixed(1)} %`.padStart(8);
}
