/** The list with one more, without its oldest when it would grow over the bound. */
export function pushBounded<Item>(list: readonly Item[], item: Item, bound: number): Item[] {
  const kept = list.length >= bound ? list.slice(list.length - bound + 1) : list;
  return [...kept, item];
}
