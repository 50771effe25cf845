import { z } from "zod";
import type { BlueprintProblem } from "../reading/problem.ts";
import type { PlaceOf } from "../reading/read-yaml.ts";
import type { Settings } from "../settings/settings.ts";
import type { Toolbox } from "../toolbox.ts";

/** The fact that a lookup of customers gives. */
export const customerRefPath = "customer.ref";

const anyAddress = { email: "somebody@example.com" };
const anyName = { name: "Robin Doe" };
const searchPaths = [customerRefPath, "customer.confidence", "customer.because"];

/** The tools under `customers:` must exist and have the form that the host calls them in. */
export function checkCustomers(
  { value: { customers }, placeOf }: { value: Settings; placeOf: PlaceOf },
  toolbox: Toolbox,
): BlueprintProblem[] {
  if (customers === undefined) return [];
  const { lookup: lookupName, search: searchName, sendCode, beside } = customers;
  const problems: BlueprintProblem[] = [];
  const addAt = (place: readonly PropertyKey[], code: BlueprintProblem["code"], message: string): void => {
    problems.push({ code, path: "blueprint.yaml", ...placeOf(["customers", ...place]), message });
  };
  const add = (field: "lookup" | "search" | "sendCode", code: BlueprintProblem["code"], message: string): void =>
    addAt([field], code, message);
  for (const [index, { lookup: name }] of beside.entries()) {
    const shown = toolbox.lookups.get(name);
    const place = ["beside", index, "lookup"];
    if (shown === undefined) addAt(place, "PUR-2107", `There is no lookup ${name}.`);
    else if (!z.safeParse(shown.input, {}).success) addAt(place, "PUR-2103", `${name} must need no arguments.`);
  }
  const lookup = toolbox.lookups.get(lookupName);
  if (lookup === undefined) add("lookup", "PUR-2107", `There is no lookup ${lookupName}.`);
  else if (!z.safeParse(lookup.input, anyAddress).success || !lookup.gives.includes(customerRefPath))
    add("lookup", "PUR-2103", `${lookupName} must take { email } and give ${customerRefPath}.`);
  if (searchName !== undefined) {
    const search = toolbox.lookups.get(searchName);
    if (search === undefined) add("search", "PUR-2107", `There is no lookup ${searchName}.`);
    else if (!z.safeParse(search.input, anyName).success || !searchPaths.every((path) => search.gives.includes(path)))
      add("search", "PUR-2103", `${searchName} must take { name } and give ${searchPaths.join(", ")}.`);
  }
  if (sendCode === undefined) return problems;
  const action = toolbox.actions.get(sendCode);
  if (action === undefined) add("sendCode", "PUR-2107", `There is no action ${sendCode}.`);
  else if (!z.safeParse(action.input, {}).success) add("sendCode", "PUR-2103", `${sendCode} must need no arguments.`);
  return problems;
}
