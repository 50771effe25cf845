import { type Json, unreachable } from "@purser/contract";
import type { ActionOutcome } from "../../action-outcome.ts";
import type { Simulation } from "../../tool.ts";
import { type Difference, differencesBetween, isSame } from "./json-comparison.ts";
import { isWrite, watchedSystems } from "./intercepted-systems.ts";
import { contextOf, inputCount, keyFor, tryToOpenCall } from "./operation.ts";
import type { ActionUnderTest, Check } from "./world-under-test.ts";

type WouldDo = Extract<Simulation, { kind: "would-do" }>;

/** What simulate tells is what execute then does, input for input. */
export const checkSimulation: Check = async (subject) => {
  const violations: string[] = [];
  let doneCount = 0;
  for (let seed = 1; seed <= inputCount; seed += 1) {
    const judged = await judgeForecast(subject, seed);
    violations.push(...judged.violations.map((violation) => `Input ${seed}: ${violation}`));
    if (judged.isDone) doneCount += 1;
  }
  return doneCount === 0 ? [...violations, `None of ${inputCount} generated inputs was carried out.`] : violations;
};

type Judged = { isDone: boolean; violations: readonly string[] };

async function judgeForecast(subject: ActionUnderTest, seed: number): Promise<Judged> {
  const { action } = subject;
  const call = await tryToOpenCall(subject, seed);
  if (call === null) return { isDone: false, violations: [] };
  const { world, args, facts } = call;
  const { systems, seen } = watchedSystems(world.systems);
  const before = await world.snapshot();
  const told = await action.simulate({ ...contextOf(world, { systems }), args, facts });
  const outcome = await call.execute(keyFor("forecast"));
  call.settle();
  const moved = namesOf(subject.bookkeeping);
  const after = await world.snapshot();
  const changes = differencesBetween(before, after, moved);
  const violations = [
    ...(seen.some(isWrite) ? ["Simulate writes."] : []),
    ...judgeAgreement(told, outcome),
    ...(outcome.kind === "done" || changes.length === 0 ? [] : await judgeUndone(subject, seed, after)),
    ...(told.kind === "would-do" && outcome.kind === "done" ? judgeChanges(told, changes, subject) : []),
  ];
  return { isDone: outcome.kind === "done", violations };
}

/** A world may move on by itself: what it becomes without the call is not the call's doing. */
async function judgeUndone(subject: ActionUnderTest, seed: number, after: Json): Promise<readonly string[]> {
  const idle = await tryToOpenCall(subject, seed);
  idle?.settle();
  const changes = differencesBetween((await idle?.world.snapshot()) ?? null, after, namesOf(subject.bookkeeping));
  return changes.length === 0 ? [] : [`It was not done, and ${shown(changes)} changed.`];
}

function judgeAgreement(told: Simulation, outcome: ActionOutcome): readonly string[] {
  switch (told.kind) {
    case "would-do":
      return outcome.kind === "done" ? [] : [`Simulate says that it would be done, and it is ${ended(outcome)}`];
    case "would-refuse":
      return outcome.kind === "refused"
        ? []
        : [`Simulate says that it would be refused (${told.detail}), and it is ${ended(outcome)}`];
    case "cannot-tell":
      return [`Simulate cannot tell although nothing failed: ${told.detail}`];
    default:
      return unreachable(told);
  }
}

function ended(outcome: ActionOutcome): string {
  return outcome.kind === "done" ? "done." : `${outcome.kind}: ${outcome.detail}`;
}

/** A change is compared when a field of its name has changed in a record that stays, between values that can be told. */
function judgeChanges({ changes }: WouldDo, seen: readonly Difference[], subject: ActionUnderTest): readonly string[] {
  const told = changes.filter(({ from, to }) => from !== to);
  const excused = namesOf(subject.residue);
  const unexcused = seen.filter(({ path }) => !path.some((name) => excused.includes(name)));
  if (told.length === 0 && unexcused.length > 0)
    return [`Simulate tells of no change, and ${shown(unexcused)} changed.`];
  if (told.length > 0 && seen.length === 0) return ["Simulate tells of changes, and no record shows any."];
  return told.flatMap(({ record, field, from, to }) => {
    const comparable = seen.filter((change) => isOf(change, field) && isTellable(change.from) && isTellable(change.to));
    if (comparable.length === 0 || comparable.some((change) => isSame(change.from, from) && isSame(change.to, to))) {
      return [];
    }
    return [`Simulate tells of ${record} that ${field} goes from ${from} to ${to}, and ${shown(comparable)} changed.`];
  });
}

function isOf({ path, isMoved }: Difference, field: string): boolean {
  return isMoved && `.${path.join(".")}`.endsWith(`.${field}`);
}

function isTellable(value: Json): boolean {
  return value === null || typeof value === "string" || typeof value === "number";
}

function shown(changes: readonly Difference[]): string {
  return changes
    .map(({ path, from, to }) => `${path.join(".")} (${JSON.stringify(from)} to ${JSON.stringify(to)})`)
    .join(", ");
}

function namesOf(excused: ActionUnderTest["residue"] = []): readonly string[] {
  return excused.map(({ field }) => field);
}
