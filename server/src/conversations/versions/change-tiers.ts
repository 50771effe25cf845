import { epochMsOf, instantOf, PurserError, type TierMove, type TierPage, type ToolTier } from "@purser/contract";
import { type Action, days } from "@purser/kit";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { tiersFor, withTier } from "../../blueprint/tiers.ts";
import { type ChangeBase, filesInForce, type TriedChange, tryChange } from "./change-version.ts";
import type { Desk } from "../desk.ts";

const spanMs = days(30);
const noUse: ToolTier["use"] = { read: 0, done: 0, undone: 0, refused: 0, failed: 0, unknown: 0 };

/** Where each tool stands on the spectrum, where it can be moved to, and what became of its calls in the last 30 days. */
export async function tiersOf({ hash, toolbox, ownTiers, settings }: Blueprint, desk: Desk): Promise<TierPage> {
  const { store, tenant } = desk;
  const until = await store.now();
  const since = instantOf(epochMsOf(until) - spanMs);
  const counted = await store.readCounted({ tenant, by: "procedure", since, until, timeZone: settings.timeZone });
  const uses = new Map(counted.tools.map(({ tool, ...use }) => [tool, use]));
  const lookups = [...toolbox.lookups.values()].map(({ name, title }): ToolTier => {
    return { tool: name, title, tier: "lookup", ownTier: "lookup", movesTo: [], use: uses.get(name) ?? noUse };
  });
  const actions = [...toolbox.actions.values()].map((action): ToolTier => {
    const { name, title, tier } = action;
    const ownTier = ownTiers.get(name) ?? tier;
    const movesTo = tiersFor(ownTier).filter((each) => each !== tier);
    return { tool: name, title, tier, ownTier, movesTo, use: uses.get(name) ?? noUse };
  });
  return { hash, since, tools: [...lookups, ...actions] };
}

/**
 * The version in force with another tier for an action, tried.
 *
 * @throws PurserError PUR-2197, PUR-2201.
 */
export async function tryTier({ action: name, tier }: TierMove, base: ChangeBase, desk: Desk): Promise<TriedChange> {
  const { inForce } = base;
  const { toolbox } = inForce;
  const action = toolbox.actions.get(name);
  if (action === undefined) throw new PurserError("PUR-2201", `There is no action ${name}.`);
  const possible = tiersFor(inForce.ownTiers.get(name) ?? action.tier).filter((each) => each !== action.tier);
  if (!possible.includes(tier))
    throw new PurserError("PUR-2201", `${name} is ${action.tier} and can be moved to ${possible.join(" or ")}.`);
  const moved: Action = { ...action, tier };
  const files = withTier(await filesInForce(inForce, desk), name, tier);
  return tryChange(files, { ...toolbox, actions: new Map(toolbox.actions).set(name, moved) }, base);
}
