import type { CrmState, Customer } from "./data.ts";

/** The customer of the path, if it is the one who is asked for; every other one is absent. */
export function customerOf(state: CrmState, wanted: string, customerRef: string): Customer | null {
  return wanted === customerRef ? (state.customers[wanted] ?? null) : null;
}
