import { isSentence } from "./check-declaration.ts";
import type { Behaviour } from "./behaviours.ts";
import type { ActionUnderTest } from "./world-under-test.ts";

/**
 * What is wrong with one behaviour of an action, a sentence each; empty when it holds, or when its skip does. A skip
 * holds while it has a reason and the action lacks the behaviour.
 */
export async function findViolations(subject: ActionUnderTest, { name, check }: Behaviour): Promise<readonly string[]> {
  const reason = subject.skips?.[name];
  if (reason === undefined) return check(subject);
  if (!isSentence(reason)) return [`The skip of ${name} does not say why in a sentence.`];
  const isLacking = await check(subject).then(
    (violations) => violations.length > 0,
    () => true,
  );
  return isLacking ? [] : [`The skip of ${name} is not needed: the action has this behaviour.`];
}
