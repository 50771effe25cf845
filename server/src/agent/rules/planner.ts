/** Something that turns known facts into others: a tool, a rule of a procedure, or a question. */
export type Means = { name: string; needs: readonly string[]; gives: readonly string[]; cost: number };

export type Plan = { kind: "plan"; steps: readonly Means[] } | { kind: "impossible"; missing: readonly string[] };

/**
 * The cheapest way from what is known to the wanted facts: one search over needs and gives, which knows no tool and no
 * procedure. The cost of a fact is that of the means that gives it and of all that it needs; of equal costs the means
 * that was named first wins, so the same input gives the same plan. Steps come in an order in which each can be taken.
 */
export function planTo(wanted: readonly string[], known: ReadonlySet<string>, means: readonly Means[]): Plan {
  const best = cheapestMeans(known, means);
  const missing = wanted.filter((path) => !known.has(path) && !best.has(path));
  if (missing.length > 0) return { kind: "impossible", missing };
  const steps: Means[] = [];
  const visited = new Set<string>();
  const visit = (path: string): void => {
    if (known.has(path) || visited.has(path)) return;
    visited.add(path);
    const giver = best.get(path);
    if (giver === undefined) return;
    for (const need of giver.means.needs) visit(need);
    if (!steps.includes(giver.means)) steps.push(giver.means);
  };
  for (const path of wanted) visit(path);
  return { kind: "plan", steps };
}

type Giver = { means: Means; cost: number };

/** For each fact that can be come by, the means with the lowest total cost: relaxed until nothing gets cheaper. */
function cheapestMeans(known: ReadonlySet<string>, means: readonly Means[]): ReadonlyMap<string, Giver> {
  const best = new Map<string, Giver>();
  const costOf = (path: string): number => (known.has(path) ? 0 : (best.get(path)?.cost ?? Number.POSITIVE_INFINITY));
  let isChanging = true;
  while (isChanging) {
    isChanging = false;
    for (const each of means) {
      const cost = each.needs.reduce((sum, need) => sum + costOf(need), each.cost);
      for (const path of each.gives) {
        if (known.has(path) || cost >= costOf(path)) continue;
        best.set(path, { means: each, cost });
        isChanging = true;
      }
    }
  }
  return best;
}
