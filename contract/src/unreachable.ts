/** Ends an exhaustive switch: a kind that no branch names stops the build here, and a forged one stops the run. */
export function unreachable(value: never): never {
  throw new Error(`A kind that no branch handles: ${JSON.stringify(value)}`);
}
