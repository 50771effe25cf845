import type { Finding } from "../../action-outcome.ts";
import { isSame, shapeOf } from "./json-comparison.ts";
import { keyFor, type OpenedOperation, openOperation, type OperationKind } from "./operation.ts";
import type { ActionUnderTest, Check, WriteFault } from "./world-under-test.ts";

/** The write never arrived, and nobody can know: unknown, and not done only after the settle time. */
export function checkTimeOutBefore(kind: OperationKind): Check {
  return async (subject) => {
    const operation = await openOperation(subject, kind);
    const key = keyOf("time-out-before");
    const violations = await executeUnder(operation, "time-out-before", 0);
    const atOnce = await operation.verify(key);
    operation.settle();
    const settled = [await operation.verify(key), await operation.verify(key)];
    if (isClaimed(atOnce)) violations.push(`What never arrived is found ${atOnce.kind} at once.`);
    const wrong = settled.find((finding) => finding.kind !== "not-done" && !isKeySafe(finding, subject));
    if (wrong !== undefined)
      violations.push(`What never arrived is found ${wrong.kind} after the settle time; it is not done.`);
    return violations;
  };
}

/** The effect is there and its answer is lost: unknown, and found done, as if nothing had been lost. */
export function checkLostAnswer(kind: OperationKind, ...faults: readonly WriteFault[]): Check {
  return async (subject) => {
    const expected = await undisturbed(subject, kind);
    const violations: string[] = [];
    for (const fault of faults) {
      const operation = await openOperation(subject, kind);
      violations.push(...(await executeUnder(operation, fault, 1)));
      const atOnce = await operation.verify(keyOf(fault));
      if (atOnce.kind === "doubled") violations.push("One effect is found doubled.");
      operation.settle();
      const finding = await operation.verify(keyOf(fault));
      violations.push(...judgeLost(finding, expected, subject).map((violation) => `${fault}: ${violation}`));
    }
    return violations;
  };
}

function judgeLost(finding: Finding, expected: Finding, subject: ActionUnderTest): readonly string[] {
  if (isKeySafe(finding, subject)) return [];
  if (finding.kind !== "done") return [`What was done is found ${finding.kind} after the settle time.`];
  if (expected.kind === "done" && !isSame(shapeOf(expected.result), shapeOf(finding.result)))
    return [`Its result has another shape: ${JSON.stringify(finding.result)}, not ${JSON.stringify(expected.result)}.`];
  return [];
}

async function undisturbed(subject: ActionUnderTest, kind: OperationKind): Promise<Finding> {
  const operation = await openOperation(subject, kind);
  const key = keyFor("undisturbed");
  await operation.execute(key);
  operation.settle();
  return operation.verify(key);
}

/** Nothing was sent, so nothing happened, and it may be sent again. */
export function checkRefusedConnection(kind: OperationKind): Check {
  return async (subject) => {
    const operation = await openOperation(subject, kind);
    const { world } = operation;
    const key = keyOf("refused-connection");
    world.fault("refused-connection");
    const outcome = await operation.execute(key);
    world.heal();
    operation.settle();
    const finding = await operation.verify(key);
    return [
      ...(outcome.kind === "failed" && outcome.retry === "safe"
        ? []
        : [`A connection that was refused is ${outcome.kind}; it has failed, and a retry is safe.`]),
      ...(world.effects(key) === 0 ? [] : ["The world lets a write through whose connection it refuses."]),
      ...(isClaimed(finding) ? [`What was never sent is found ${finding.kind}.`] : []),
    ];
  };
}

/** Executes under the fault, heals the world, and says what was wrong with the outcome. */
async function executeUnder(
  { world, execute }: OpenedOperation,
  fault: WriteFault,
  effects: number,
): Promise<string[]> {
  const key = keyOf(fault);
  world.fault(fault);
  const outcome = await execute(key);
  world.heal();
  const made = world.effects(key);
  return [
    ...(outcome.kind === "unknown" ? [] : [`A call that meets ${fault} is ${outcome.kind}; nobody can know.`]),
    ...(made === effects ? [] : [`A call that meets ${fault} has ${made} effects instead of ${effects}.`]),
  ];
}

function keyOf(fault: WriteFault) {
  return keyFor(fault);
}

/** Says that it happened, when it did not. */
function isClaimed({ kind }: Finding): boolean {
  return kind === "done" || kind === "doubled";
}

function isKeySafe({ kind }: Finding, { action }: ActionUnderTest): boolean {
  return kind === "key-safe" && action.once === "key";
}
