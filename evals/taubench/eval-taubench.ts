import { existsSync, writeFileSync } from "node:fs";
import { PurserError } from "@purser/contract";
import { type Evaluated, evaluateCases, evaluateScripts } from "./evaluate.ts";
import { readOptions } from "./options.ts";
import { loadDomain } from "./replay/load-domain.ts";
import { linesOf, summaryOf } from "./report.ts";

const nothing: Evaluated = { conversations: 0, verdicts: [], labels: [], live: null };

/** `npm run eval:taubench -- --domain retail|airline --cases FILE`: what the guard says of recorded conversations. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    await evaluate(args);
    return 0;
  } catch (error) {
    if (!(error instanceof PurserError)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function evaluate(args: readonly string[]): Promise<void> {
  const { domain: name, cases, groundTruth, verdicts, isLive, isJson } = readOptions(args);
  const domain = await loadDomain(name);
  const evaluated = isThere(cases) ? await evaluateCases(cases, domain, isLive) : nothing;
  const scripts = isThere(groundTruth) ? await evaluateScripts(groundTruth, domain) : [];
  if (verdicts !== null)
    writeFileSync(verdicts, evaluated.verdicts.map((verdict) => `${JSON.stringify(verdict)}\n`).join(""));
  if (isJson) console.log(JSON.stringify(summaryOf(name, evaluated, scripts)));
  else for (const line of linesOf(name, evaluated, scripts)) console.log(line);
}

/** The large files are no part of the project: without one its part is skipped, and says so. */
function isThere(path: string | null): path is string {
  if (path === null) return false;
  if (existsSync(path)) return true;
  console.error(`Skipped: there is no file ${path}.`);
  return false;
}
