import type { Procedure } from "./procedure.ts";
import type { BlueprintProblem } from "./problem.ts";
import type { PlaceOf } from "./read-yaml.ts";
import type { Settings } from "./settings.ts";

/** Procedures of `router` that the blueprint does not have: the wish would be kept by nobody. */
export function checkRouter(
  { value, placeOf }: { value: Settings; placeOf: PlaceOf },
  procedures: ReadonlyMap<string, Procedure>,
): readonly BlueprintProblem[] {
  return Object.keys(value.router.procedures).flatMap((name): BlueprintProblem[] => {
    if (procedures.has(name)) return [];
    const message = `router.procedures.${name}: there is no such procedure.`;
    return [{ code: "PUR-2107", path: "blueprint.yaml", ...placeOf(["router", "procedures", name]), message }];
  });
}
