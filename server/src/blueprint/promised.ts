/**
 * Whether a function that is to answer at once answered a promise. What becomes of it is then heard by nobody, so that its
 * refusal does not end the process.
 */
export function isPromised(answer: unknown): boolean {
  const isPromise =
    typeof answer === "object" && answer !== null && "then" in answer && typeof answer.then === "function";
  if (isPromise) Promise.resolve(answer).catch(() => undefined);
  return isPromise;
}
