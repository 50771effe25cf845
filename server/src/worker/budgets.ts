import type { Instant, NewEvent } from "@purser/contract";
import { callKeyOf, hashOf } from "@purser/kit/audit";
import { type Spending, allowanceOf } from "../agent/router/allowance.ts";
import type { Allowance } from "../agent/reasoner.ts";
import type { Budgets } from "../blueprint/settings/budgets.ts";
import type { CaseState } from "../cases/case-state.ts";
import type { TotalsChange } from "../cases/case-store.ts";
import { calendarDayOf } from "./calendar-days.ts";
import type { World } from "./world.ts";

/** Those in force count for all cases, whatever version they pin: who lowers a budget means what is spent from now on. */
export function budgetsOf({ blueprints }: Pick<Place, "blueprints">): Budgets {
  return blueprints.inForce().settings.budgets;
}

type Unit = "money" | "tokens" | "steps" | "seconds";
/** How a unit is counted in a total, in whole numbers, and what a person calls it. */
const units: Readonly<Record<Unit, { perUnit: number; shownPer: number; name: string }>> = {
  money: { perUnit: 1, shownPer: 1_000_000, name: "money" },
  tokens: { perUnit: 1, shownPer: 1, name: "tokens" },
  steps: { perUnit: 1, shownPer: 1, name: "thoughts of models" },
  seconds: { perUnit: 1000, shownPer: 1000, name: "seconds of models" },
};
const allUnits = ["money", "tokens", "steps", "seconds"] as const satisfies readonly Unit[];

/** A budget that many cases draw on, with the total that counts it. */
type Pool = { scope: "agent" | "day"; key: string; what: string; unit: Unit; limit: number };

/** How much of a day's budget is spent, in the units that its limit is written in. */
export type PoolReading = { scope: "agent" | "day"; unit: Unit; spent: number; limit: number };

type Place = Pick<World, "tenant"> & {
  blueprints: Pick<World["blueprints"], "inForce">;
  store: Pick<World["store"], "readTotals">;
};

/** What is left for the next thought: of the case by its log, of agent and day by totals that all workers share. */
export async function readAllowance(state: CaseState, now: Instant, world: Place): Promise<Allowance> {
  const pools = poolsAt(now, world);
  const spent = await readPools(pools, world);
  const shared = pools.map(({ unit, what, limit }, index) => spendingOf(unit, what, spent[index] ?? 0, limit));
  return allowanceOf([...ofCase(state, budgetsOf(world)), ...shared], budgetsOf(world).degradeAt);
}

/** The budgets of the day, for operators. */
export async function readDayBudgets(now: Instant, world: Place): Promise<readonly PoolReading[]> {
  const pools = poolsAt(now, world);
  const spent = await readPools(pools, world);
  return pools.map(({ scope, unit, limit }, index) => {
    const { shownPer } = units[unit];
    return { scope, unit, spent: (spent[index] ?? 0) / shownPer, limit: limit / shownPer };
  });
}

async function readPools(pools: readonly Pool[], { store, tenant }: Place): Promise<readonly number[]> {
  const queries = pools.map(({ key }) => ({ key, windowMs: null }));
  return (await store.readTotals(tenant, queries)).map(({ value }) => value);
}

function ofCase({ counters }: CaseState, budgets: Budgets): readonly Spending[] {
  const spent = { money: counters.costMicros, tokens: counters.tokens, seconds: counters.durationMs };
  return (["money", "tokens", "seconds"] as const).flatMap((unit) => {
    const limit = budgets.case[unit];
    return limit === undefined
      ? []
      : [spendingOf(unit, "that one case may cost", spent[unit], limit * units[unit].perUnit)];
  });
}

function spendingOf(unit: Unit, what: string, spent: number, limit: number): Spending {
  const { shownPer, name } = units[unit];
  return { what: `the ${name} ${what}`, spent: spent / shownPer, limit: limit / shownPer };
}

/** The pools that have a limit, as they are on the calendar day of an instant. */
function poolsAt(now: Instant, { blueprints }: Pick<Place, "blueprints">): readonly Pool[] {
  const { budgets, timeZone, agent } = blueprints.inForce().settings;
  const day = calendarDayOf(now, timeZone);
  const scopes = [
    { scope: "agent", owner: `/${agent.name}`, what: `that ${agent.name} may cost in a day`, limits: budgets.agent },
    { scope: "day", owner: "", what: "that all cases may cost in a day", limits: budgets.day },
  ] as const;
  return scopes.flatMap(({ scope, owner, what, limits }) =>
    allUnits.flatMap((unit): Pool[] => {
      const limit = limits[unit];
      if (limit === undefined) return [];
      const key = `budget/${scope}${owner}/${unit}/${day}`;
      return [{ scope, key, what, unit, limit: limit * units[unit].perUnit }];
    }),
  );
}

/**
 * What events draw from the pools, each under a key of its own, to be written with them: whichever worker thought, and
 * whatever came in between, a thought counts once. `afterSeq` is the last event before them.
 */
export function drawsOf(
  events: readonly NewEvent[],
  { caseId, seq: afterSeq }: Pick<CaseState, "caseId" | "seq">,
  world: World,
): TotalsChange["reserve"] {
  return events.flatMap((event, index) => {
    if (event.kind !== "budget.spent") return [];
    const { costMicros, tokens, steps, durationMs = 0 } = event.body;
    const spent: Readonly<Record<Unit, number>> = { money: costMicros, tokens, steps, seconds: durationMs };
    const place = hashOf({ seq: afterSeq + 1 + index });
    const source = { tenant: world.tenant, caseId, proposalId: "", action: "budget", argsHash: place };
    const callKey = callKeyOf(source, world.deploymentSecret);
    return poolsAt(world.now(), world).flatMap(({ scope, key, unit }) =>
      spent[unit] === 0 ? [] : [{ key, name: `budget.${scope}`, amount: spent[unit], callKey }],
    );
  });
}
