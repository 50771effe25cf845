import { type TeammateRole, teammateRoleSchema } from "@purser/contract";
import { z } from "zod";

/** What somebody must be able to do to get the cases of a queue. */
export const skillSchema = z.string().regex(/^[a-z][a-z0-9-]*$/, "a skill is small letters, digits and hyphens");

const personSchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(/^\P{Cc}*$/u, "a name is one line"),
  role: teammateRoleSchema,
  /** Where approvals are mailed to; absent for who looks for them in the queue. */
  email: z.email().max(254).exactOptional(),
  /** What cases they can be given; absent for who gets none by routing. */
  cases: z
    .strictObject({
      skills: z.array(skillSchema).default([]),
      languages: z.array(z.string().regex(/^[a-z]{2,3}$/, "a language is its code, such as en or de")).min(1),
      /** At a time. */
      capacity: z.int().positive().default(8),
    })
    .exactOptional(),
});
export type Person = z.infer<typeof personSchema>;

/** By the id of each, which their API key and every event that they cause has. */
export const peopleSchema = z.record(
  z.string().regex(/^[A-Za-z0-9][\w.-]{0,59}$/, "an id is made of letters, digits, dots, dashes and underscores"),
  personSchema,
);
export type People = z.infer<typeof peopleSchema>;

/** Who leads: decides on what others have, and on what the deployment goes by. */
export function leads(role: TeammateRole | null): boolean {
  return role === "lead" || role === "admin";
}

/**
 * The role that a person has now. Where the blueprint names people it alone says so, and who is not named has none; a
 * blueprint that names nobody believes what was known of them when they were authenticated. A key that was made at the desk keeps
 * the role that it was made with: its id begins with an underscore, as no person's does.
 */
export function roleNow(people: People, id: string, authenticatedAs: TeammateRole | null): TeammateRole | null {
  return Object.keys(people).length === 0 || id.startsWith("_") ? authenticatedAs : (people[id]?.role ?? null);
}
