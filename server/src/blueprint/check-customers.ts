import type { BlueprintProblem } from "./problem.ts";
import { problemAt } from "./problem-at.ts";
import type { BlueprintFile } from "./read-files.ts";
import type { Settings } from "./settings.ts";
import type { Toolbox } from "./toolbox.ts";

/** The fact that a lookup of customers gives. */
export const customerRefPath = "customer.ref";

const anyAddress = { email: "somebody@example.com" };
const anyName = { name: "Robin Doe" };
const searchPaths = [customerRefPath, "customer.confidence", "customer.because"];

/** The tools under `customers:` must exist and have the form that the host calls them in. */
export function checkCustomers(file: BlueprintFile, { customers }: Settings, toolbox: Toolbox): BlueprintProblem[] {
  if (customers === undefined) return [];
  const { lookup: lookupName, search: searchName, sendCode } = customers;
  const problems: BlueprintProblem[] = [];
  const lookup = toolbox.lookups.get(lookupName);
  if (lookup === undefined) problems.push(problemAt(file, lookupName, "PUR-2107", `There is no lookup ${lookupName}.`));
  else if (!lookup.input.safeParse(anyAddress).success || !lookup.gives.includes(customerRefPath))
    problems.push(
      problemAt(file, lookupName, "PUR-2103", `${lookupName} must take { email } and give ${customerRefPath}.`),
    );
  if (searchName !== undefined) {
    const search = toolbox.lookups.get(searchName);
    if (search === undefined)
      problems.push(problemAt(file, searchName, "PUR-2107", `There is no lookup ${searchName}.`));
    else if (!search.input.safeParse(anyName).success || !searchPaths.every((path) => search.gives.includes(path)))
      problems.push(
        problemAt(file, searchName, "PUR-2103", `${searchName} must take { name } and give ${searchPaths.join(", ")}.`),
      );
  }
  if (sendCode === undefined) return problems;
  const action = toolbox.actions.get(sendCode);
  if (action === undefined) problems.push(problemAt(file, sendCode, "PUR-2107", `There is no action ${sendCode}.`));
  else if (!action.input.safeParse({}).success)
    problems.push(problemAt(file, sendCode, "PUR-2103", `${sendCode} must need no arguments.`));
  return problems;
}
