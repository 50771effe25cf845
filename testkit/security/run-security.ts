import { parseArgs } from "node:util";
import { z } from "zod";
import { inLanes, laneOption, serveLane } from "../lanes.ts";
import { type Attacked, attackSuites } from "./attacked.ts";
import { forgeriesPerRun, playForgeries } from "./play-forgeries.ts";
import { playHijacked } from "./play-hijacked.ts";
import { injectionAt, injectionCount, playInjection } from "./play-injection.ts";

const usage = "npm run test:security -- [--calls N] [--seed FIRST] [--replay SUITE:NUMBER] [--json]";
const options = {
  calls: { type: "string", default: "10000" },
  seed: { type: "string", default: "1" },
  replay: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

const attackSchema = z.strictObject({ suite: z.enum(attackSuites), numbers: z.array(z.int()) });
type Attack = z.infer<typeof attackSchema>;
const playedSchema = z.strictObject({
  suite: z.string(),
  number: z.int(),
  calls: z.int(),
  allowed: z.int(),
  violations: z.array(z.string()),
});
type Played = z.infer<typeof playedSchema>;

const forgedRuns = Math.ceil(1_000 / forgeriesPerRun);
const injectionsPerChunk = 30;

/** Invariants that are looked at in every run, whether or not one is violated; S2 and S3 are what no invariant says. */
const everyInvariant = [...Array.from({ length: 15 }, (_, index) => `I${index + 1}`), "S2", "S3"];

/**
 * Attacks the kernel with a hijacked model, an obedient one and forged answers, until so many actions were proposed. The
 * exit code is 1 when anything was violated, and when nothing was allowed: a guard that refuses all proves nothing.
 */
export async function main(args: readonly string[]): Promise<number> {
  if (args.includes(laneOption)) return serveLane((item) => playAttack(attackSchema.parse(item)));
  const { values } = parseArgs({ args: [...args], options });
  const [calls, firstSeed] = [Number(values.calls), Number(values.seed)];
  if (!Number.isSafeInteger(calls) || calls < 1 || !Number.isSafeInteger(firstSeed)) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const total = new Total();
  if (values.replay === undefined) await attackAll(calls, firstSeed, total);
  else for (const played of await playAttack(replayed(values.replay))) total.add(played);
  if (!values.json) total.tell();
  process.stdout.write(`${JSON.stringify(total.result())}\n`);
  return total.isGood(values.replay === undefined) ? 0 : 1;
}

async function attackAll(calls: number, firstSeed: number, total: Total): Promise<void> {
  const rounds = Math.max(1, Math.round(calls / 100_000));
  const injections = inChunks("injection", injectionCount * rounds, injectionsPerChunk, 0);
  await attack([...inChunks("forged", forgedRuns * rounds, 1, firstSeed), ...injections], total);
  for (let seed = firstSeed; total.calls < calls;) {
    const runs = Math.max(1, Math.floor((calls - total.calls) / usualCallsPerRun));
    await attack(inChunks("hijacked", runs, 1, seed), total);
    seed += runs;
  }
}

const usualCallsPerRun = 400;

function inChunks(suite: Attack["suite"], count: number, size: number, first: number): Attack[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, chunk) => ({
    suite,
    numbers: Array.from({ length: Math.min(size, count - chunk * size) }, (__, index) => first + chunk * size + index),
  }));
}

function attack(attacks: readonly Attack[], total: Total): Promise<void> {
  return inLanes("security/run-security.ts", attacks, z.array(playedSchema), (played) => {
    for (const each of played) total.add(each);
  });
}

async function playAttack({ suite, numbers }: Attack): Promise<readonly Played[]> {
  const played: Played[] = [];
  for (const number of numbers) {
    const { calls, allowed, violations } = await plays[suite](number);
    played.push({ suite, number, calls, allowed, violations: [...violations] });
  }
  return played;
}

const plays: Readonly<Record<Attack["suite"], (number: number) => Promise<Attacked>>> = {
  hijacked: (seed) => playHijacked(seed),
  injection: (index) => playInjection(injectionAt(index)),
  forged: (seed) => playForgeries(seed),
};

function replayed(text: string): Attack {
  const [suite, number] = text.split(":");
  return attackSchema.parse({ suite, numbers: [Number(number)] });
}

class Total {
  calls = 0;
  allowed = 0;
  readonly #byInvariant = new Map<string, number>(everyInvariant.map((name) => [name, 0]));
  readonly #bySuite = new Map<string, { runs: number; calls: number; allowed: number }>();

  add({ suite, number, calls, allowed, violations }: Played): void {
    this.calls += calls;
    this.allowed += allowed;
    const known = this.#bySuite.get(suite) ?? { runs: 0, calls: 0, allowed: 0 };
    this.#bySuite.set(suite, {
      runs: known.runs + 1,
      calls: known.calls + calls,
      allowed: known.allowed + allowed,
    });
    for (const violation of violations) {
      const name = /^[IS]\d+/.exec(violation)?.[0] ?? "other";
      this.#byInvariant.set(name, (this.#byInvariant.get(name) ?? 0) + 1);
      process.stdout.write(`${suite} ${number}: ${violation}\n`);
    }
    if (violations.length > 0) process.stdout.write(`  npm run test:security -- --replay ${suite}:${number}\n`);
  }

  get violations(): number {
    return [...this.#byInvariant.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Every suite must have let something through; of what is replayed alone nothing is asked but that it violates nothing. */
  isGood(isWhole: boolean): boolean {
    const isAnythingAllowed = [...this.#bySuite.values()].every(({ allowed }) => allowed > 0);
    return this.violations === 0 && (!isWhole || (isAnythingAllowed && this.#bySuite.size > 0));
  }

  tell(): void {
    for (const [suite, { runs, calls, allowed }] of this.#bySuite)
      process.stdout.write(`${suite.padEnd(10)} ${runs} runs, ${calls} calls, ${allowed} allowed\n`);
    if (this.allowed === 0) process.stdout.write("Nothing was allowed: a guard that refuses all proves nothing.\n");
  }

  result(): { calls: number; allowed: number; violations: number; byInvariant: Record<string, number> } {
    const { calls, allowed, violations } = this;
    return { calls, allowed, violations, byInvariant: Object.fromEntries(this.#byInvariant) };
  }
}
