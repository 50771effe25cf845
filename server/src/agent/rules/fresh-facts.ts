import type { JsonObject } from "@purser/contract";
import type { Lookup } from "@purser/kit";
import type { Procedure } from "../../blueprint/procedure.ts";
import type { Toolbox } from "../../blueprint/toolbox.ts";
import type { CaseState } from "../../cases/case-state.ts";
import { argumentsOf, requiredArguments } from "./means-of.ts";

/**
 * The case without what lookups said of something else: another question, another item, another size than she means now.
 * Only arguments that a lookup cannot do without count; a further hint makes nothing false.
 */
export function withFreshFacts(
  procedure: Procedure,
  { lookups }: Toolbox,
  state: CaseState,
  values: JsonObject,
): CaseState {
  const stale = new Set(
    procedure.header.tools.filter((name) => {
      const lookup = lookups.get(name);
      return lookup !== undefined && isAboutAnother(lookup, procedure, state, values);
    }),
  );
  if (stale.size === 0) return state;
  const fresh = Object.entries(state.values).filter(([, { source }]) => !stale.has(source));
  return { ...state, values: Object.fromEntries(fresh) };
}

function isAboutAnother(lookup: Lookup, { header }: Procedure, { finished }: CaseState, values: JsonObject): boolean {
  const asked = finished
    .flatMap(({ step, end }) => (step.kind === "lookup" && end.kind === "done" ? step.calls : []))
    .findLast(({ tool }) => tool === lookup.name);
  const wanted = argumentsOf(lookup, header.with[lookup.name] ?? {}, values);
  if (asked === undefined || wanted === null) return false;
  return [...requiredArguments(lookup)].some(
    (name) => JSON.stringify(asked.args[name]) !== JSON.stringify(wanted[name]),
  );
}
