import { z } from "zod";
import { connectionsFile, connectionsSchema, pathInBodySchema } from "./connections.ts";
import type { BlueprintLoad, BlueprintProblem } from "./reading/problem.ts";
import type { BlueprintFile } from "./reading/read-files.ts";
import { readYaml } from "./reading/read-yaml.ts";
import type { Settings } from "./settings/settings.ts";

const nameSchema = z.string().regex(/^[a-z][a-z0-9-]*$/, "a name is small letters, digits and hyphens");

/** What a person or a program can start by name: a case with the goal of a procedure. */
const manualTriggerSchema = z.strictObject({
  name: nameSchema,
  kind: z.literal("manual"),
  procedure: z.string(),
  channel: z.string(),
});

/**
 * What a system of record reports and what no open case of the customer's is about: it opens one with the goal of a
 * procedure. The report is signed, and proves nothing: what it gives is looked up like anything else.
 */
const eventTriggerSchema = z.strictObject({
  name: nameSchema,
  kind: z.literal("event"),
  /** The system that reports it; `connections.yaml` says how its webhooks are believed. */
  system: z.string(),
  /** What the report calls it, such as `parcel.arrived`. */
  events: z.array(z.string().min(1)).min(1),
  /** Where the report names the customer. */
  customer: pathInBodySchema,
  /** What the case knows from the start: facts by path, and where the report has them. */
  given: z.record(z.string(), pathInBodySchema).default({}),
  procedure: z.string(),
  channel: z.string(),
});

const triggerSchema = z.discriminatedUnion("kind", [manualTriggerSchema, eventTriggerSchema]);
export type Trigger = z.infer<typeof triggerSchema>;

/** `triggers.yaml`. */
const triggersSchema = z.strictObject({ triggers: z.array(triggerSchema).default([]) });
export const triggersFile = "triggers.yaml";

/** Reads `triggers.yaml`, if there is one; what an entry names must exist. */
export function loadTriggers(
  files: readonly BlueprintFile[],
  procedures: ReadonlyMap<string, unknown>,
  { channels }: Settings,
): BlueprintLoad<ReadonlyMap<string, Trigger>> {
  const file = files.find(({ path }) => path === triggersFile);
  if (file === undefined) return { kind: "loaded", value: new Map() };
  const read = readYaml(file.path, file.text, triggersSchema);
  if (read.kind === "rejected") return read;
  const triggers = new Map<string, Trigger>();
  const reporting = reportingSystems(files);
  const problems: BlueprintProblem[] = [];
  for (const [index, trigger] of read.value.triggers.entries()) {
    const { name, procedure, channel } = trigger;
    const add = (
      code: BlueprintProblem["code"],
      field: "name" | "procedure" | "channel" | "system",
      message: string,
    ): void => {
      problems.push({ code, path: triggersFile, ...read.placeOf(["triggers", index, field]), message });
    };
    if (triggers.has(name)) add("PUR-2106", "name", `There are two triggers named ${name}.`);
    if (!procedures.has(procedure)) add("PUR-2107", "procedure", `There is no procedure ${procedure}.`);
    if (channels[channel] === undefined) add("PUR-2107", "channel", `There is no channel ${channel}.`);
    if (trigger.kind === "event" && reporting?.has(trigger.system) === false)
      add("PUR-2107", "system", `connections.yaml names no system ${trigger.system} that sends webhooks.`);
    triggers.set(name, trigger);
  }
  return problems.length > 0 ? { kind: "rejected", problems } : { kind: "loaded", value: triggers };
}

/** The facts that cases know from the start which a report opens; null when `triggers.yaml` cannot be read, which is told elsewhere. */
export function givenByTriggers(files: readonly BlueprintFile[]): readonly string[] | null {
  const file = files.find(({ path }) => path === triggersFile);
  if (file === undefined) return [];
  const read = readYaml(file.path, file.text, triggersSchema);
  if (read.kind === "rejected") return null;
  return read.value.triggers.flatMap((trigger) => (trigger.kind === "event" ? Object.keys(trigger.given) : []));
}

/** The systems whose webhooks are taken; null when `connections.yaml` cannot be read, which is told elsewhere. */
function reportingSystems(files: readonly BlueprintFile[]): ReadonlySet<string> | null {
  const file = files.find(({ path }) => path === connectionsFile);
  if (file === undefined) return new Set();
  const read = readYaml(file.path, file.text, connectionsSchema);
  if (read.kind === "rejected") return null;
  return new Set(
    Object.entries(read.value.systems).flatMap(([name, { webhooks }]) => (webhooks === undefined ? [] : [name])),
  );
}
