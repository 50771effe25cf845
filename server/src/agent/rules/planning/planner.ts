/** Something that turns known facts into others: a tool, a rule of a procedure, or a question. */
export type Means = { name: string; needs: readonly string[]; gives: readonly string[]; cost: number };

/** Something that comes at its place in the plan: a means by its name, or a fact by its path. */
export type Pin = { kind: "means"; name: string } | { kind: "fact"; path: string };

export type Plan =
  | {
      kind: "plan";
      steps: readonly Means[];
      /** So many steps may be taken now: those up to the first pin. What comes after waits for it. */
      upToPin: number;
    }
  | { kind: "impossible"; missing: readonly string[] };

/**
 * The cheapest way from what is known to the wanted facts: one search over needs and gives, which knows no tool and no
 * procedure. The cost of a fact is that of the means that gives it and of all that it needs; of equal costs the means
 * that was named first wins, so the same input gives the same plan. Steps come in an order in which each can be taken;
 * pins in theirs, and no pinned means before its turn.
 */
export function planTo(
  wanted: readonly string[],
  known: ReadonlySet<string>,
  means: readonly Means[],
  pins: readonly Pin[] = [],
): Plan {
  const steps: Means[] = [];
  const have = new Set(known);
  let upToPin = 0;
  const take = (taken: readonly Means[]): void => {
    steps.push(...taken);
    for (const path of taken.flatMap(({ gives }) => gives)) have.add(path);
  };
  for (const [index, pin] of pins.entries()) {
    const waiting = new Set(pins.slice(index).flatMap((each) => (each.kind === "means" ? [each.name] : [])));
    const free = means.filter(({ name }) => !waiting.has(name));
    const pinned = pin.kind === "means" ? means.find(({ name }) => name === pin.name) : undefined;
    if (pin.kind === "means" && pinned === undefined) return { kind: "impossible", missing: [pin.name] };
    const before = cheapestPlan(pin.kind === "fact" ? [pin.path] : (pinned?.needs ?? []), have, free);
    if (before.kind === "impossible") return before;
    take([...before.steps, ...(pinned === undefined ? [] : [pinned])]);
    if (index === 0) upToPin = steps.length;
  }
  const rest = cheapestPlan(wanted, have, means);
  if (rest.kind === "impossible") return rest;
  take(rest.steps);
  return { kind: "plan", steps, upToPin: pins.length === 0 ? steps.length : upToPin };
}

type CheapestPlan = { kind: "plan"; steps: readonly Means[] } | { kind: "impossible"; missing: readonly string[] };

function cheapestPlan(wanted: readonly string[], known: ReadonlySet<string>, means: readonly Means[]): CheapestPlan {
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
