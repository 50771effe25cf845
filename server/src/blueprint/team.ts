import { defaultQueue, teammateRoleSchema } from "@purser/contract";
import { z } from "zod";
import { problemAt } from "./problem-at.ts";
import type { BlueprintLoad, BlueprintProblem } from "./problem.ts";
import type { BlueprintFile } from "./read-files.ts";
import { readYaml } from "./read-yaml.ts";

const nameSchema = z.string().regex(/^[a-z][a-z0-9-]*$/, "a name is small letters, digits and hyphens");
const languageSchema = z.string().regex(/^[a-z]{2,3}$/, "a language is its code, such as en or de");

const queueSchema = z.strictObject({
  /** What a teammate must have all of to get its cases. */
  skills: z.array(nameSchema).default([]),
  /** Procedures whose cases come here. */
  procedures: z.array(z.string()).default([]),
});

const teammateSchema = z.strictObject({
  /** As the API key names the teammate. */
  id: z.string().regex(/^[a-z0-9_-]{1,60}$/, "an id is small letters, digits, - and _"),
  name: z.string().min(1),
  role: teammateRoleSchema.default("teammate"),
  skills: z.array(nameSchema).default([]),
  languages: z.array(languageSchema).min(1),
  /** Cases at a time. */
  capacity: z.int().positive().default(8),
  /** The environment variable that holds the API key; absent for a person who has one already. */
  keyFrom: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/, "the name of an environment variable, such as ANNA_KEY")
    .exactOptional(),
});

/** `team.yaml`. */
const teamSchema = z.strictObject({
  queues: z.record(nameSchema, queueSchema).default({}),
  teammates: z.array(teammateSchema).default([]),
});
const fileName = "team.yaml";

export type Queue = z.infer<typeof queueSchema>;
export type Teammate = z.infer<typeof teammateSchema>;
/** Who works on the cases that people have, and in which queues they wait. There is always the default queue. */
export type Team = { queues: ReadonlyMap<string, Queue>; teammates: readonly Teammate[] };

const onlyDefault = new Map([[defaultQueue, { skills: [], procedures: [] }]]);

/** That of a blueprint that names nobody: every case waits in one queue for whoever takes it. */
export const noTeam: Team = { queues: onlyDefault, teammates: [] };

/** Reads `team.yaml`, if there is one; what it names must exist, and each queue must have somebody. */
export function loadTeam(
  files: readonly BlueprintFile[],
  procedures: ReadonlyMap<string, unknown>,
): BlueprintLoad<Team> {
  const file = files.find(({ path }) => path === fileName);
  if (file === undefined) return { kind: "loaded", value: noTeam };
  const read = readYaml(file.path, file.text, teamSchema);
  if (read.kind === "rejected") return read;
  const team: Team = {
    queues: new Map([...onlyDefault, ...Object.entries(read.value.queues)]),
    teammates: read.value.teammates,
  };
  const problems = problemsOf(team, procedures, file);
  return problems.length > 0 ? { kind: "rejected", problems } : { kind: "loaded", value: team };
}

function problemsOf(team: Team, procedures: ReadonlyMap<string, unknown>, file: BlueprintFile): BlueprintProblem[] {
  const ids = team.teammates.map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  return [
    ...twice.map((id) => problemAt(file, id, "PUR-2106", `There are two teammates ${id}.`)),
    ...[...team.queues].flatMap(([name, queue]) => [
      ...queue.procedures
        .filter((procedure) => !procedures.has(procedure))
        .map((procedure) => problemAt(file, procedure, "PUR-2107", `There is no procedure ${procedure}.`)),
      ...(team.teammates.length > 0 && !team.teammates.some((teammate) => mayHave(teammate, name, team))
        ? [problemAt(file, name, "PUR-2107", `No teammate has all the skills of the queue ${name}.`)]
        : []),
    ]),
  ];
}

/** Who may have a queue's cases: a lead and an admin all, a teammate those whose skills they have, an auditor none. */
export function mayHave({ role, skills }: Pick<Teammate, "role" | "skills">, queue: string, { queues }: Team): boolean {
  if (role === "auditor") return false;
  return role !== "teammate" || (queues.get(queue)?.skills ?? []).every((skill) => skills.includes(skill));
}

/** The queue of a case that asks for these procedures: that of the newest one that has any. */
export function queueFor(procedures: readonly string[], { queues }: Team): string {
  for (const procedure of procedures.toReversed())
    for (const [name, queue] of queues) if (queue.procedures.includes(procedure)) return name;
  return defaultQueue;
}
