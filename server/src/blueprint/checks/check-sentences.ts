import type { BlueprintProblem } from "../reading/problem.ts";
import type { PlaceOf } from "../reading/read-yaml.ts";
import { templatePaths, whyNoTemplate } from "../render.ts";
import { english } from "../sentences/english.ts";
import type { Settings } from "../settings/settings.ts";

/** What is wrong with the sentences that a blueprint says in words of its own. */
export function checkSentences({ value, placeOf }: { value: Settings; placeOf: PlaceOf }): readonly BlueprintProblem[] {
  return Object.entries(value.sentences).flatMap(([name, text]) =>
    whyNoSentence(name, text).map(({ code, why }): BlueprintProblem => ({
      code,
      path: "blueprint.yaml",
      ...placeOf(["sentences", name]),
      message: `sentences.${name}: ${why}`,
    })),
  );
}

function whyNoSentence(name: string, text: string): { code: BlueprintProblem["code"]; why: string }[] {
  const known = new Map(Object.entries(english)).get(name);
  if (known === undefined) {
    const names = Object.keys(english).join(", ");
    return [{ code: "PUR-2107", why: `Purser has no sentence of this name; those that it has: ${names}.` }];
  }
  const unreadable = whyNoTemplate(text);
  if (unreadable !== null) return [{ code: "PUR-2103", why: unreadable }];
  const needed = new Set(templatePaths(known));
  const shown = new Set(templatePaths(text));
  return [
    ...[...needed]
      .filter((path) => !shown.has(path))
      .map((path) => ({ code: "PUR-2103" as const, why: `it has to show {{ ${path} }}.` })),
    ...[...shown]
      .filter((path) => !needed.has(path))
      .map((path) => ({ code: "PUR-2107" as const, why: `nothing gives {{ ${path} }} here.` })),
  ];
}
