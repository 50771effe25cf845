import { isUndoable, type PolicyCondition, type PolicySet, undoNameOf } from "@purser/kit";
import { z } from "zod";
import { type NeededAssurance, neededAssuranceSchema } from "../guardrails/needed-assurance.ts";
import type { BlueprintLoad, BlueprintProblem } from "./reading/problem.ts";
import type { BlueprintFile } from "./reading/read-files.ts";
import { type Place, readYaml } from "./reading/read-yaml.ts";
import type { Toolbox } from "./toolbox.ts";

const tierSchema = z.enum(["lookup", "draft", "execute", "coordinate"]);
const exceptSchema = z.array(z.string()).default([]);
const actionsSchema = z.union(
  [
    z.string().min(1),
    z.array(z.string().min(1)).min(1),
    z.strictObject({ tier: tierSchema, except: exceptSchema }),
    z.strictObject({ undoOf: tierSchema, except: exceptSchema }),
  ],
  { error: "name an action, a list of actions, { tier: execute } or { undoOf: execute }, these with except: [...]" },
);
type ActionsNamed = z.infer<typeof actionsSchema>;

const propertySchema = z
  .strictObject({
    name: z.string().min(1),
    /** Not permitted when the condition holds, whatever the assurance; or not without the assurance that is named. */
    never: actionsSchema.optional(),
    without: neededAssuranceSchema.optional(),
    /** Permitted whenever the condition holds and this assurance is given. */
    always: actionsSchema.optional(),
    given: neededAssuranceSchema.optional(),
    when: z.string().min(1).optional(),
    /** Of every policy: that something would be permitted otherwise if it were not there. */
    everyPolicy: z.literal("matters", { error: "write everyPolicy: matters" }).optional(),
    except: z.array(z.string()).optional(),
  })
  .superRefine((property, context) => {
    const add = (message: string, path: readonly string[] = []): void =>
      context.addIssue({ code: "custom", message, path: [...path] });
    const claims = (["never", "always", "everyPolicy"] as const).filter((key) => property[key] !== undefined);
    if (claims.length !== 1) return add("say one of never, always and everyPolicy");
    const [claim] = claims;
    if (claim !== "never" && property.without !== undefined) add("without goes with never", ["without"]);
    if (claim !== "always" && property.given !== undefined) add("given goes with always", ["given"]);
    if (claim === "everyPolicy" && property.when !== undefined) add("when goes with never and always", ["when"]);
    if (claim !== "everyPolicy" && property.except !== undefined)
      add("except goes with everyPolicy, or below tier and undoOf", ["except"]);
  });
type PropertyWritten = z.infer<typeof propertySchema>;

/** What is claimed of the policies. */
export type Claim =
  | { kind: "never"; actions: readonly string[]; when: PolicyCondition | null; without: NeededAssurance | null }
  | { kind: "always"; actions: readonly string[]; when: PolicyCondition | null; given: NeededAssurance | null }
  | { kind: "every-policy-matters"; except: readonly string[] };

/** A property with the place of its name. */
export type Property = Place & { path: string; name: string; claim: Claim };

export const propertiesFile = "guardrails/properties.yaml";

/** Reads `guardrails/properties.yaml`: what is to be proved of the policies. A blueprint needs none. */
export function loadProperties(
  files: readonly BlueprintFile[],
  policies: PolicySet,
  toolbox: Toolbox,
): BlueprintLoad<readonly Property[]> {
  const file = files.find(({ path }) => path === propertiesFile);
  if (file === undefined) return { kind: "loaded", value: [] };
  const read = readYaml(propertiesFile, file.text, z.array(propertySchema).min(1));
  if (read.kind === "rejected") return read;
  const drafts = read.value.map((written, index): Draft => {
    const problems: BlueprintProblem[] = [];
    const problemAt = (key: string, message: string): void => {
      const place = read.placeOf([index, key]);
      problems.push({ code: "PUR-2190", path: propertiesFile, ...place, message: `${written.name}: ${message}` });
    };
    if (read.value.findIndex(({ name }) => name === written.name) < index)
      problemAt("name", "another property has this name.");
    const actions = actionsOfClaim(written, policies, toolbox, problemAt);
    return { written, place: read.placeOf([index, "name"]), actions, problems, problemAt };
  });
  const conditions = readConditions(drafts, policies);
  const properties = drafts.map((draft): Property => {
    const { written, place } = draft;
    return { path: propertiesFile, ...place, name: written.name, claim: claimOf(draft, conditions.get(draft) ?? null) };
  });
  const problems = drafts.flatMap((draft) => draft.problems);
  return problems.length > 0 ? { kind: "rejected", problems } : { kind: "loaded", value: properties };
}

type ProblemAt = (key: string, message: string) => void;

/** One property as written, before its condition is read; `problems` grows by `problemAt`. */
type Draft = {
  written: PropertyWritten;
  place: Place;
  actions: readonly string[];
  problems: readonly BlueprintProblem[];
  problemAt: ProblemAt;
};

/** The actions that it speaks of; none for what is said of every policy. */
function actionsOfClaim(
  { never, always, except = [] }: PropertyWritten,
  policies: PolicySet,
  toolbox: Toolbox,
  problemAt: ProblemAt,
): readonly string[] {
  const named = never ?? always;
  if (named !== undefined)
    return actionsOf(named, policies, toolbox, (message) =>
      problemAt(never === undefined ? "always" : "never", message),
    );
  for (const id of except)
    if (policies.textOf(id) === null) problemAt("except", `there is no guardrail with the id ${id}.`);
  return [];
}

/** The conditions of the properties that have one, read together: that is much less work than one after the other. */
function readConditions(drafts: readonly Draft[], policies: PolicySet): ReadonlyMap<Draft, PolicyCondition> {
  const conditional = drafts.flatMap((draft) => {
    const { written, actions } = draft;
    return written.when === undefined || actions.length === 0 ? [] : [{ draft, actions, text: written.when }];
  });
  const readings = policies.readConditions(conditional);
  return new Map(
    conditional.flatMap(({ draft }, index): [Draft, PolicyCondition][] => {
      const reading = readings[index];
      if (reading?.kind === "wrong") draft.problemAt("when", reading.message);
      return reading?.kind === "read" ? [[draft, reading.condition]] : [];
    }),
  );
}

function claimOf({ written, actions }: Draft, when: PolicyCondition | null): Claim {
  const { never, always, without, given, except = [] } = written;
  if (never !== undefined) return { kind: "never", actions, when, without: without ?? null };
  if (always !== undefined) return { kind: "always", actions, when, given: given ?? null };
  return { kind: "every-policy-matters", except };
}

function actionsOf(
  named: ActionsNamed,
  policies: PolicySet,
  toolbox: Toolbox,
  problem: (message: string) => void,
): readonly string[] {
  const all = selected(named, toolbox);
  const excepted = typeof named === "object" && "except" in named ? named.except : [];
  const unknown = [...all, ...excepted].filter((name) => !policies.actions.includes(name));
  for (const name of unknown) problem(`there is no action ${name}.`);
  for (const name of excepted)
    if (!unknown.includes(name) && !all.includes(name)) problem(`${name} is excepted and not among them anyway.`);
  const left = all.filter((name) => !excepted.includes(name) && !unknown.includes(name));
  if (left.length === 0 && unknown.length === 0) problem("no action is left to speak of.");
  return left;
}

function selected(named: ActionsNamed, { actions, lookups }: Toolbox): readonly string[] {
  if (typeof named === "string") return [named];
  if (!("except" in named)) return named;
  const tier = "tier" in named ? named.tier : named.undoOf;
  if (tier === "lookup") return "tier" in named ? [...lookups.keys()] : [];
  const ofTier = [...actions.values()].filter((action) => action.tier === tier);
  return "tier" in named
    ? ofTier.map(({ name }) => name)
    : ofTier.filter(({ undo }) => isUndoable(undo)).map(({ name }) => undoNameOf(name));
}
