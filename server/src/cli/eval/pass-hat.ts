/**
 * pass^k: how likely k tries of the same eval all pass, estimated from n tries of which c passed, without bias:
 * C(c, k) / C(n, k). Only for k from 1 to n.
 */
export function passHat(passed: number, tries: number, k: number): number {
  let chance = 1;
  for (let index = 0; index < k; index += 1) chance *= Math.max(0, passed - index) / (tries - index);
  return chance;
}

/** pass^1 to pass^n of each eval, averaged over all of them. */
export function passHats(results: readonly { passed: number; tries: number }[]): readonly number[] {
  const most = Math.min(...results.map(({ tries }) => tries));
  if (results.length === 0) return [];
  return Array.from({ length: most }, (_, index) => {
    const chances = results.map(({ passed, tries }) => passHat(passed, tries, index + 1));
    return chances.reduce((sum, chance) => sum + chance, 0) / results.length;
  });
}
