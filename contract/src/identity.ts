import { z } from "zod";
import { unreachable } from "./unreachable.ts";

/** 0 nobody · 1 a contact, matched or shown by a code · 2 a login token of the host site · 3 a fresh re-login. */
export const identityLevelSchema = z.literal([0, 1, 2, 3]);
export type IdentityLevel = z.infer<typeof identityLevelSchema>;
export const identityLevels = [0, 1, 2, 3] as const satisfies readonly IdentityLevel[];

/** Roles of people on our side; what each may do is the deployment's. */
export const teammateRoleSchema = z.enum(["teammate", "lead", "admin", "auditor"]);
export type TeammateRole = z.infer<typeof teammateRoleSchema>;

/** How much a role's approval weighs: 0 nothing, 1 teammate, 2 lead, 3 admin. An auditor only reads. */
export function roleRank(role: TeammateRole | null): number {
  switch (role) {
    case null:
    case "auditor":
      return 0;
    case "teammate":
      return 1;
    case "lead":
      return 2;
    case "admin":
      return 3;
    default:
      return unreachable(role);
  }
}
