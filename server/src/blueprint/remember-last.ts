/**
 * A function that is run again only when something that `counts` of what it is given is another than the last time; all of it
 * counts unless that is said. Lists are compared item by item, everything else by being the same object or value: so neither
 * what it is given nor what it makes may be changed afterwards.
 */
export function rememberLast<Given extends readonly unknown[], Made>(
  make: (...given: Given) => Made,
  counts: (...given: Given) => readonly unknown[] = (...given) => given,
): (...given: Given) => Made {
  let last: { counted: readonly unknown[]; made: Made } | null = null;
  return (...given) => {
    const counted = counts(...given);
    if (last === null || !isSame(last.counted, counted)) last = { counted, made: make(...given) };
    return last.made;
  };
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return (
    one.length === other.length &&
    one.every((item, at) => {
      const beside = other[at];
      return item === beside || (Array.isArray(item) && Array.isArray(beside) && isSame(item, beside));
    })
  );
}
