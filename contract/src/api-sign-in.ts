import { z } from "zod";
import { teammateRoleSchema } from "./identity.ts";
import { instantSchema } from "./instant.ts";

/** What is asked of a new password; an old one is only compared. */
export const passwordBounds = { shortest: 12, longest: 200 } as const;

const emailSchema = z.email().max(254);
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u, "a name is one line");
const newPasswordSchema = z.string().min(passwordBounds.shortest).max(passwordBounds.longest);
const givenPasswordSchema = z.string().min(1).max(passwordBounds.longest);
/** Six digits of an authenticator app; spaces are left out. */
const codeSchema = z
  .string()
  .transform((text) => text.replaceAll(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, "a code is six digits"));

/** As the blueprint names its people, where it names any. */
export const personIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,59}$/, "an id is made of letters, digits, dots, dashes and underscores");

export const personViewSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: teammateRoleSchema,
});
export type PersonView = z.infer<typeof personViewSchema>;

/**
 * Whose session the browser has: nobody's · somebody's who must set up a second factor before anything else · somebody's.
 * `here`: whom a server that runs for whoever sits at its machine signs in without a password, the usual one first; else nobody.
 */
export const sessionViewSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("signed-out"), isSetUp: z.boolean(), here: z.array(personViewSchema) }),
  z.strictObject({ kind: z.literal("second-factor-due"), person: personViewSchema }),
  z.strictObject({
    kind: z.literal("signed-in"),
    person: personViewSchema,
    hasSecondFactor: z.boolean(),
    /** It ends then at the latest, and earlier when nothing is done for `idleMinutes`. */
    endsAt: instantSchema,
    idleMinutes: z.int(),
    deployment: z.strictObject({
      name: z.string(),
      locale: z.string(),
      timeZone: z.string(),
      currency: z.string(),
      /** The totals that are sums of money, by their names. */
      moneyTotals: z.array(z.string()),
    }),
  }),
]);
export type SessionView = z.infer<typeof sessionViewSchema>;
export type SignedIn = Extract<SessionView, { kind: "signed-in" }>;

export const signInRequestSchema = z.strictObject({
  email: emailSchema,
  password: givenPasswordSchema,
  /** Once the account has a second factor. */
  code: codeSchema.exactOptional(),
});

/** `POST /v1/set-up`: the first account, which is an admin's. */
export const setUpRequestSchema = z.strictObject({
  id: personIdSchema.default("admin"),
  name: nameSchema,
  email: emailSchema,
  password: newPasswordSchema,
});
export type SetUpRequest = z.infer<typeof setUpRequestSchema>;

/** A second factor that is being set up: what an authenticator app reads, as text and as an address for a QR code. */
export const secondFactorSchema = z.strictObject({ secret: z.string(), uri: z.string() });
export type SecondFactor = z.infer<typeof secondFactorSchema>;
export const confirmSecondFactorRequestSchema = z.strictObject({ code: codeSchema });

/** An account as admins see it; `invited` nobody has taken it up yet. */
export const accountViewSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  /** What counts now; null where the blueprint names people and not this one. */
  role: teammateRoleSchema.nullable(),
  state: z.enum(["invited", "active"]),
  hasSecondFactor: z.boolean(),
});
export type AccountView = z.infer<typeof accountViewSchema>;
export const accountListSchema = z.strictObject({ accounts: z.array(accountViewSchema) });

export const inviteRequestSchema = z.strictObject({
  id: personIdSchema,
  name: nameSchema,
  email: emailSchema,
  role: teammateRoleSchema,
});
export type InviteRequest = z.infer<typeof inviteRequestSchema>;
/** The token is told once, to be passed on to that person; it is good for three days. */
export const invitationSchema = z.strictObject({ id: z.string(), token: z.string(), expiresAt: instantSchema });
export type Invitation = z.infer<typeof invitationSchema>;

export const acceptInvitationRequestSchema = z.strictObject({
  token: z.string().min(1).max(200),
  password: newPasswordSchema,
  /** Where the account has a second factor, and the link does not take it off. */
  code: z.string().exactOptional(),
});
/** A link to a new password: whether the second factor, whose phone may be lost, is to be set up anew too. */
export const resetAccountRequestSchema = z.strictObject({ secondFactor: z.enum(["kept", "set-up-again"]) });
export type ResetAccountRequest = z.infer<typeof resetAccountRequestSchema>;
export const changeRoleRequestSchema = z.strictObject({ role: teammateRoleSchema });
export const changedAccountSchema = z.strictObject({ id: z.string() });
