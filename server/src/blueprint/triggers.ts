import { z } from "zod";
import type { BlueprintLoad, BlueprintProblem } from "./problem.ts";
import type { BlueprintFile } from "./read-files.ts";
import { readYaml } from "./read-yaml.ts";
import type { Settings } from "./settings.ts";

/** What a person or a program can start by name: a case with the goal of a procedure. */
const manualTriggerSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, "a name is small letters, digits and hyphens"),
  kind: z.literal("manual"),
  procedure: z.string(),
  channel: z.string(),
});
export type ManualTrigger = z.infer<typeof manualTriggerSchema>;

/** `triggers.yaml`. */
const triggersSchema = z.strictObject({ triggers: z.array(manualTriggerSchema).default([]) });
const fileName = "triggers.yaml";

/** Reads `triggers.yaml`, if there is one; what an entry names must exist. */
export function loadTriggers(
  files: readonly BlueprintFile[],
  procedures: ReadonlyMap<string, unknown>,
  { channels }: Settings,
): BlueprintLoad<ReadonlyMap<string, ManualTrigger>> {
  const file = files.find(({ path }) => path === fileName);
  if (file === undefined) return { kind: "loaded", value: new Map() };
  const read = readYaml(file.path, file.text, triggersSchema);
  if (read.kind === "rejected") return read;
  const triggers = new Map<string, ManualTrigger>();
  const problems: BlueprintProblem[] = [];
  for (const [index, trigger] of read.value.triggers.entries()) {
    const { name, procedure, channel } = trigger;
    const add = (code: BlueprintProblem["code"], field: keyof ManualTrigger, message: string): void => {
      problems.push({ code, path: fileName, ...read.placeOf(["triggers", index, field]), message });
    };
    if (triggers.has(name)) add("PUR-2106", "name", `There are two triggers named ${name}.`);
    if (!procedures.has(procedure)) add("PUR-2107", "procedure", `There is no procedure ${procedure}.`);
    if (channels[channel] === undefined) add("PUR-2107", "channel", `There is no channel ${channel}.`);
    triggers.set(name, trigger);
  }
  return problems.length > 0 ? { kind: "rejected", problems } : { kind: "loaded", value: triggers };
}
