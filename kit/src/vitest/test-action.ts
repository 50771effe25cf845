import { describe, expect, test } from "vitest";
import { behavioursOf } from "../testing/conformance/behaviours.ts";
import { findViolations } from "../testing/conformance/find-violations.ts";
import type { ActionUnderTest } from "../testing/conformance/world-under-test.ts";

/**
 * The contract of an action as tests, one for each behaviour. A behaviour that the author skips is reported as skipped
 * with her reason, and fails when the reason is none or the action has it after all.
 */
export function testAction(subject: ActionUnderTest): void {
  describe(`action: ${subject.action.name}`, () => {
    for (const behaviour of behavioursOf(subject.action)) {
      test(behaviour.title, async ({ skip }) => {
        expect(await findViolations(subject, behaviour)).toEqual([]);
        const reason = subject.skips?.[behaviour.name];
        if (reason !== undefined) skip(reason);
      });
    }
  });
}
