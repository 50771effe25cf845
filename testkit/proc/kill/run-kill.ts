import { parseArgs } from "node:util";
import { addReach, countReach, reachIn } from "../../sim/reach.ts";
import { Campaign } from "./campaign.ts";
import { findViolations } from "./find-violations.ts";
import { keepEvidence } from "./keep-evidence.ts";
import { neverMet } from "./kill-reach.ts";

const usage = "npm run test:kill -- [--kills N] [--seed SEED] [--json]";
const options = {
  kills: { type: "string", default: "60" },
  seed: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

/** So many kills must meet everything once: what was never met is not proved. */
const killsForReach = 200;
const tellEveryMs = 15_000;

/** Kills real processes. The exit code is 1 when an invariant was violated or a failure was never met. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options });
  const kills = Number(values.kills);
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const campaign = await Campaign.open(seed, kills);
  const stops: (() => void)[] = [];
  // Whoever stops this leaves no database behind.
  const stop = (): void => void campaign.close().finally(() => process.exit(130));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  try {
    const beganAt = performance.now();
    const progress = setInterval(() => {
      const at = `${campaign.killed} of ${kills} kills after ${secondsOf(performance.now() - beganAt)}`;
      process.stderr.write(`seed ${seed}: ${at}\n`);
    }, tellEveryMs);
    stops.push(() => clearInterval(progress));
    await campaign.attack();
    const healedAt = performance.now();
    await campaign.heal();
    const checkedAt = performance.now();
    const { history, violations } = await findViolations(campaign);
    const reach = addReach(campaign.reach, countReach(reachIn(history)));
    const unmet = kills < killsForReach ? [] : neverMet(reach);
    for (const violation of violations) process.stdout.write(`${violation}\n`);
    for (const name of unmet) process.stdout.write(`Never met: ${name}\n`);
    if (violations.length > 0)
      process.stdout.write(`What they name is in ${await keepEvidence(history, violations, seed)}\n`);
    if (violations.length + unmet.length > 0)
      process.stdout.write(`Again, as far as processes can: npm run test:kill -- --kills ${kills} --seed ${seed}\n`);
    if (!values.json)
      for (const [what, count] of Object.entries(reach))
        process.stdout.write(`${String(count).padStart(8)}  ${what}\n`);
    if (!values.json)
      process.stdout.write(
        `${history.cases.length} cases; attacked for ${secondsOf(healedAt - beganAt)}, healed in ${secondsOf(checkedAt - healedAt)}, checked in ${secondsOf(performance.now() - checkedAt)}\n`,
      );
    process.stdout.write(`${JSON.stringify({ suite: "kill", runs: kills, violations: violations.length, reach })}\n`);
    return violations.length + unmet.length === 0 ? 0 : 1;
  } finally {
    for (const end of stops) end();
    await campaign.close();
  }
}

function secondsOf(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
