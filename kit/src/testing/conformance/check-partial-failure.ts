import { interceptedSystems, isWrite, watchedSystems } from "./intercepted-systems.ts";
import { keyFor, openOperation, type OperationKind } from "./operation.ts";
import type { Check } from "./world-under-test.ts";

/** Once something was written, no later failure makes it a call that did not happen. */
export function checkPartialFailure(kind: OperationKind): Check {
  return async (subject) => {
    const whole = await openOperation(subject, kind);
    const { systems, seen } = watchedSystems(whole.world.systems);
    await whole.execute(keyFor("whole"), { systems });
    const firstWrite = seen.findIndex(isWrite);
    if (firstWrite === -1) return ["It says that it is done and writes nothing."];
    const violations: string[] = [];
    for (let broken = firstWrite + 1; broken < seen.length; broken += 1) {
      const operation = await openOperation(subject, kind);
      let position = -1;
      const cut = interceptedSystems(operation.world.systems, () => {
        position += 1;
        return position === broken ? { kind: "notSent", detail: "The connection was refused." } : null;
      });
      const { kind: got } = await operation.execute(keyFor(`part ${broken}`), { systems: cut });
      if (got === "failed" || got === "refused")
        violations.push(`It has written something, then its request ${broken + 1} fails, and it says ${got}.`);
    }
    return violations;
  };
}
