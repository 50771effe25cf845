import { unreachable } from "@purser/contract";
import { isWrite, watchedSystems } from "./intercepted-systems.ts";
import { differencesBetween, isSame } from "./json-comparison.ts";
import { keyFor, openOperation, type OperationKind } from "./operation.ts";
import type { ActionUnderTest, Check } from "./world-under-test.ts";

/** The kernel resends a key up to this part of its lifetime. */
const usedLifetime = 0.8;

/** That a repeat has no second effect, in the way that the action declares. */
export function checkOnce(kind: OperationKind): Check {
  return async (subject) => {
    const { once } = subject.action;
    switch (once) {
      case "key":
        return [...(await checkSameKey(subject, kind)), ...(await checkKeyAfterTimeOut(subject, kind))];
      case "natural":
        return checkPrecondition(subject, kind);
      case "none":
        return checkNeverRepeated(subject, kind);
      default:
        return unreachable(once);
    }
  };
}

async function checkSameKey(subject: ActionUnderTest, kind: OperationKind): Promise<readonly string[]> {
  const operation = await openOperation(subject, kind);
  const { world } = operation;
  const key = keyFor("same key");
  const first = await operation.execute(key);
  const second = await operation.execute(key, { attempt: 2 });
  world.advance(Math.floor((subject.action.keyLifetimeMs ?? 0) * usedLifetime));
  const late = await operation.execute(key, { attempt: 3 });
  const made = world.effects(key);
  const again = [second, late].filter(
    (outcome) => outcome.kind !== "done" || first.kind !== "done" || !isSame(outcome.result, first.result),
  );
  return [
    ...again.map(({ kind: got }) => `The same key again is ${got}, or has another result than the first time.`),
    ...(made === 1 ? [] : [`The same key three times within its lifetime has ${made} effects.`]),
  ];
}

async function checkKeyAfterTimeOut(subject: ActionUnderTest, kind: OperationKind): Promise<readonly string[]> {
  const operation = await openOperation(subject, kind);
  const { world } = operation;
  const key = keyFor("same key after a time-out");
  world.fault("time-out-after");
  await operation.execute(key);
  world.heal();
  const again = await operation.execute(key, { attempt: 2 });
  const made = world.effects(key);
  return [
    ...(again.kind === "done" || again.kind === "unknown" ? [] : [`The same key after its effect is ${again.kind}.`]),
    ...(made === 1 ? [] : [`A key that is sent again after a time-out has ${made} effects.`]),
  ];
}

async function checkPrecondition(subject: ActionUnderTest, kind: OperationKind): Promise<readonly string[]> {
  const operation = await openOperation(subject, kind);
  const { world } = operation;
  const key = keyFor("precondition");
  const other = keyFor("stale precondition");
  await operation.execute(key);
  const after = await world.snapshot();
  const repeated = await operation.execute(key, { attempt: 2 });
  const stale = await operation.execute(other);
  const changed = differencesBetween(after, await world.snapshot(), []);
  return [
    ...(repeated.kind === "failed" ? ["A repeat that meets its own effect is called a failure."] : []),
    ...(repeated.kind === "refused" ? ["A repeat that meets its own effect is called a refusal; it may be done."] : []),
    ...(stale.kind === "refused" ? [] : [`A call under a stale precondition is ${stale.kind}; it is refused.`]),
    ...(world.effects(key) === 1 ? [] : [`The repeated call has ${world.effects(key)} effects.`]),
    ...(world.effects(other) === 0 ? [] : ["A call under a stale precondition has an effect."]),
    ...changed.map(({ path }) => `A repeat under a stale precondition changes ${path.join(".")}.`),
  ];
}

/** Nothing repeats it: not the action itself when it gets no answer, and not a finding that says a repeat is safe. */
async function checkNeverRepeated(subject: ActionUnderTest, kind: OperationKind): Promise<readonly string[]> {
  const violations: string[] = [];
  for (const fault of ["time-out-before", "time-out-after", "refused-connection"] as const) {
    const operation = await openOperation(subject, kind);
    const key = keyFor(`never repeated: ${fault}`);
    const { systems, seen } = watchedSystems(operation.world.systems);
    operation.world.fault(fault);
    await operation.execute(key, { systems });
    operation.world.heal();
    operation.settle();
    const finding = await operation.verify(key);
    const writes = seen.filter(isWrite).map(({ system, request }) => `${request.method} ${system}${request.path}`);
    if (new Set(writes).size < writes.length)
      violations.push(`A write that meets ${fault} is sent again: ${writes.at(-1)}.`);
    if (finding.kind === "key-safe") violations.push("It honors no key, and verify says that a repeat is safe.");
  }
  return violations;
}
