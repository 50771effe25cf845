import type { Procedure } from "../procedure.ts";
import { priceOf } from "../settings/prices.ts";
import type { BlueprintProblem } from "../reading/problem.ts";
import type { PlaceOf } from "../reading/read-yaml.ts";
import type { Settings } from "../settings/settings.ts";

/** What nobody would keep: a wish for a procedure that is not there, and a budget in money for what has no price. */
export function checkRouter(
  { value, placeOf }: { value: Settings; placeOf: PlaceOf },
  procedures: ReadonlyMap<string, Procedure>,
): readonly BlueprintProblem[] {
  const { router, budgets, models } = value;
  const problemAt = (code: BlueprintProblem["code"], place: readonly string[], what: string): BlueprintProblem => {
    return { code, path: "blueprint.yaml", ...placeOf(place), message: `${place.join(".")}: ${what}` };
  };
  const unknown = Object.keys(router.procedures).filter((name) => !procedures.has(name));
  const hasMoney = [budgets.case, budgets.agent, budgets.day].some(({ money }) => money !== undefined);
  const unpriced = (["small", "frontier"] as const).filter((size) => {
    const model = models[size];
    return hasMoney && model !== undefined && priceOf(model, value) === null;
  });
  return [
    ...unknown.map((name) => problemAt("PUR-2107", ["router", "procedures", name], "there is no such procedure.")),
    ...unpriced.map((size) => problemAt("PUR-6023", ["models", size], `${models[size]?.model ?? size} has no price.`)),
  ];
}
