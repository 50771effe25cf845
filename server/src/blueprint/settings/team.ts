import { defaultQueue, type TeammateRole } from "@purser/contract";
import { z } from "zod";
import { type People, type Person, skillSchema } from "./people.ts";
import type { BlueprintProblem } from "../reading/problem.ts";
import type { PlaceOf } from "../reading/read-yaml.ts";

/** Where the cases wait that people have, by name; there is always the default one. */
export const queuesSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9-]*$/, "a queue's name is small letters, digits and hyphens"),
  z.strictObject({
    /** What a teammate must have all of to get its cases. */
    skills: z.array(skillSchema).default([]),
    /** Procedures whose cases come here. */
    procedures: z.array(z.string()).default([]),
  }),
);
type Queue = z.infer<typeof queuesSchema>[string];

/** Who works on the cases that people have, and in which queues they wait. */
export type Team = { queues: ReadonlyMap<string, Queue>; people: People };

export function teamOf({ queues, people }: { queues: z.infer<typeof queuesSchema>; people: People }): Team {
  return { queues: new Map([[defaultQueue, { skills: [], procedures: [] }], ...Object.entries(queues)]), people };
}

/** What queues name must exist, and where cases are routed each queue has somebody who gets them. */
export function checkTeam(placeOf: PlaceOf, team: Team, procedures: ReadonlyMap<string, unknown>): BlueprintProblem[] {
  const problemAt = (key: readonly PropertyKey[], message: string): BlueprintProblem => {
    return { code: "PUR-2107", path: "blueprint.yaml", ...placeOf(["queues", ...key]), message };
  };
  const routed = Object.values(team.people).filter((person) => person.cases !== undefined);
  return [...team.queues].flatMap(([name, queue]) => [
    ...queue.procedures.flatMap((procedure, index) =>
      procedures.has(procedure) ? [] : [problemAt([name, "procedures", index], `There is no procedure ${procedure}.`)],
    ),
    ...(routed.length > 0 && !routed.some((person) => mayHave(person.role, person, name, team))
      ? [problemAt([name], `Nobody under people has all the skills of the queue ${name}.`)]
      : []),
  ]);
}

/** Who may have a queue's cases: a lead and an admin all, a teammate those whose skills they have, an auditor none. */
export function mayHave(
  role: TeammateRole | null,
  person: Pick<Person, "cases"> | undefined,
  queue: string,
  { queues }: Team,
): boolean {
  if (role === null || role === "auditor") return false;
  const skills = person?.cases?.skills ?? [];
  return role !== "teammate" || (queues.get(queue)?.skills ?? []).every((skill) => skills.includes(skill));
}

/** The queue of a case that asks for these procedures: that of the newest one that has any. */
export function queueFor(procedures: readonly string[], { queues }: Team): string {
  for (const procedure of procedures.toReversed())
    for (const [name, queue] of queues) if (queue.procedures.includes(procedure)) return name;
  return defaultQueue;
}
