import type { Blueprint } from "../../../blueprint/blueprint.ts";
import { wordsPath } from "../understanding/own-paths.ts";
import type { Request } from "../understanding/request.ts";
import { changesSomething } from "../understanding/understand.ts";

/** What only answers, by a search for her own words, as a request for certain. */
export function searchesIn(blueprint: Blueprint): readonly (Request & { slots: Record<string, never> })[] {
  const { procedures, toolbox } = blueprint;
  return [...procedures.values()].flatMap(({ name, header }) => {
    const isSearched = header.tools.some((tool) =>
      Object.values(toolbox.lookups.get(tool)?.needs ?? {}).includes(wordsPath),
    );
    return isSearched && !changesSomething(name, blueprint) ? [{ procedure: name, confidence: 1, slots: {} }] : [];
  });
}
