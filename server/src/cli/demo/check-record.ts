import type { CaseStatus } from "@purser/contract";
import type { PlayedRecord, PreparedScenario } from "@purser/kit";
import { hasChanged } from "./read-ledgers.ts";

/** What is wrong with what was left behind, a sentence each: what every scenario must keep, and what this one must. */
export function checkRecord(
  record: PlayedRecord,
  { endsAs }: { endsAs: CaseStatus | null },
  prepared: PreparedScenario,
): readonly string[] {
  const isEnd = endsAs === null || record.status === endsAs;
  const ends = isEnd ? [] : [`The case is ${record.status}, expected ${endsAs}.`];
  return [...ends, ...effectsWithoutIntention(record), ...doneWithoutEffect(record), ...prepared.check(record)];
}

/** Every effect was meant: its key stands in the log, and no key has two. */
function effectsWithoutIntention({ log, ledgers }: PlayedRecord): readonly string[] {
  const started = new Set<string>(log.flatMap((event) => (event.kind === "call.started" ? [event.body.key] : [])));
  const effects = Object.entries(ledgers).flatMap(([system, entries]) =>
    entries.filter(hasChanged).map((entry) => ({ system, ...entry })),
  );
  const unmeant = effects.filter(({ key }) => key === null || !started.has(key));
  const doubled = effects.filter(({ key }, index) => effects.findIndex((other) => other.key === key) !== index);
  return [
    ...unmeant.map(({ system, operation }) => `${system} ${operation} happened without a call in the log.`),
    ...doubled.map(({ system, operation }) => `${system} ${operation} happened twice under one key.`),
  ];
}

/** Every call that the log holds for done has its effect. */
function doneWithoutEffect({ log, ledgers }: PlayedRecord): readonly string[] {
  const keys = new Set(Object.values(ledgers).flatMap((entries) => entries.filter(hasChanged).map(({ key }) => key)));
  return log.flatMap((event) => {
    if (event.kind !== "call.verified" || event.body.finding.kind !== "done" || keys.has(event.body.key)) return [];
    return [`The call ${event.body.key} counts as done and no ledger has its effect.`];
  });
}
