import { differencesBetween } from "./json-comparison.ts";
import { keyFor, openCall, openUndo } from "./operation.ts";
import type { Check } from "./world-under-test.ts";

/** Done and undone, the records are as before, but for the residue; and the residue is there. */
export const checkUndoRestores: Check = async (subject) => {
  const { bookkeeping = [], residue = [] } = subject;
  const untouched = await openCall(subject);
  const before = await untouched.world.snapshot();
  const undo = await openUndo(subject);
  const done = await undo.world.snapshot();
  const key = keyFor("undo");
  const outcome = await undo.execute(key);
  undo.settle();
  const after = await undo.world.snapshot();
  const moved = bookkeeping.map(({ field }) => field);
  const left = residue.map(({ field }) => field);
  const different = differencesBetween(before, after, [...moved, ...left]);
  const shownResidue = differencesBetween(before, after, moved).flatMap(({ path }) => path);
  const stale = left.filter((field) => !shownResidue.includes(field));
  const reversals = undo.world.effects(key);
  return [
    ...(outcome.kind === "done" ? [] : [`The undo is ${outcome.kind}: ${outcome.detail}`]),
    ...(reversals === 1 ? [] : [`The ledger shows ${reversals} reversals instead of one.`]),
    ...(differencesBetween(before, done, moved).length > 0 ? [] : ["The call itself changed nothing that shows."]),
    ...different.map(
      ({ path, from, to }) =>
        `After the undo ${path.join(".")} is ${JSON.stringify(to)}; it was ${JSON.stringify(from)}.`,
    ),
    ...stale.map((field) => `The residue ${field} does not show.`),
  ];
};

/** Taking back what was taken back is refused, or changes nothing. */
export const checkUndoTwice: Check = async (subject) => {
  const undo = await openUndo(subject);
  const keys = [keyFor("first undo"), keyFor("second undo")] as const;
  await undo.execute(keys[0]);
  undo.settle();
  const before = await undo.world.snapshot();
  const second = await undo.again();
  const outcome = await second?.execute(keys[1]);
  undo.settle();
  const changed = differencesBetween(before, await undo.world.snapshot(), []);
  const reversals = undo.world.effects(keys[0]) + undo.world.effects(keys[1]);
  return [
    ...(outcome === undefined || outcome.kind === "refused" || outcome.kind === "done"
      ? []
      : [`The second undo is ${outcome.kind}: ${outcome.detail}`]),
    ...(reversals === 1 ? [] : [`Undone twice, the ledger shows ${reversals} reversals.`]),
    ...changed.map(({ path }) => `The second undo changes ${path.join(".")}.`),
  ];
};

/** The undo is found when it was done, and not before. */
export const checkUndoReadBack: Check = async (subject) => {
  const undo = await openUndo(subject);
  const key = keyFor("undo read back");
  const before = await undo.verify(key);
  await undo.execute(key);
  undo.settle();
  const after = await undo.verify(key);
  return [
    ...(before.kind === "done" || before.kind === "doubled"
      ? [`The undo is found ${before.kind} before it was done.`]
      : []),
    ...(after.kind === "done" ? [] : [`The undo that was done is found ${after.kind} after the settle time.`]),
  ];
};

/**
 * A request that was slow on its way may arrive when all is over. A precondition that comes back with the undo, such as the
 * state itself, would let it in.
 */
export const checkRepeatAfterUndo: Check = async (subject) => {
  const undo = await openUndo(subject);
  await undo.execute(keyFor("undo before a repeat"));
  undo.settle();
  const before = await undo.world.snapshot();
  await undo.repeatCall();
  undo.settle();
  const changed = differencesBetween(before, await undo.world.snapshot(), []);
  const made = undo.world.effects(undo.callKey);
  return [
    ...(made === 1 ? [] : [`The call that arrives again after its undo has ${made} effects.`]),
    ...changed.map(({ path }) => `The call that arrives again after its undo changes ${path.join(".")}.`),
  ];
};
