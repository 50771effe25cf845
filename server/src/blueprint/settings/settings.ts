import { currencySchema, identityLevelSchema } from "@purser/contract";
import { z } from "zod";
import { ownAnswerOf, readYesOrNo } from "../../cases/yes-or-no.ts";
import { budgetsSchema } from "./budgets.ts";
import { businessHoursSchema, type Opened } from "./business-hours.ts";
import { pausesSchema } from "./deadlines.ts";
import { durationSchema } from "./duration.ts";
import { limitsSchema } from "./limits.ts";
import { modelsSchema } from "./models.ts";
import { moderationSchema } from "./moderation.ts";
import { peopleSchema } from "./people.ts";
import { handoffSettingsSchema } from "./handoff-settings.ts";
import { isPattern } from "../patterns/pattern-schema.ts";
import { pricesSchema } from "./prices.ts";
import { routerSettingsSchema } from "./router-settings.ts";
import { slaSchema } from "./sla.ts";
import { queuesSchema } from "./team.ts";

const timeZoneSchema = z
  .string()
  .refine(
    (name) => Intl.supportedValuesOf("timeZone").includes(name) || name === "UTC",
    "no such time zone; write one such as Europe/London",
  );

/** A language as it is written in BCP 47: days and amounts cannot be written in any other. */
const localeSchema = z.string().refine(isLocale, "no such locale; write one such as en-US or en-GB, with a hyphen");

/** A currency that has a name: amounts are written by it. */
const knownCurrencySchema = z
  .string()
  .refine((code) => Intl.supportedValuesOf("currency").includes(code), {
    message: "no such currency; write its ISO 4217 code, such as EUR",
    abort: true,
  })
  .pipe(currencySchema);

const channelSchema = z.strictObject({
  /** The highest identity level that a customer can show on this channel. */
  highestLevel: identityLevelSchema.default(2),
});

/** An origin as a browser writes it; on this machine any port may be meant by `:*`. */
const hostPageSchema = z
  .string()
  .regex(
    /^(https:\/\/[a-z0-9.-]+(:\d{1,5})?|http:\/\/(localhost|127\.0\.0\.1)(:(\d{1,5}|\*))?)$/,
    "an origin, such as https://shop.example; without https only http://localhost",
  );

const widgetSchema = z.strictObject({
  /** The origins of the pages that may show the widget, beside this server's own. */
  hosts: z.array(hostPageSchema).max(50).default([]),
  /**
   * The header in which the proxy before this server names the visitor's network address; its last value counts. Absent where
   * there is none: then anybody could write it.
   */
  addressHeader: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,60}$/, "the name of a header, in small letters")
    .exactOptional(),
});

const totalSchema = z.strictObject({
  /** The unit that tools count under this name. */
  of: z.string(),
  scope: z.enum(["customer", "case", "deployment"]),
  /** Absent for all time. */
  window: durationSchema.optional(),
});

/** A pattern whose first group is the value, or that stands for a fixed one. */
const slotSchema = z
  .strictObject({
    pattern: z.string(),
    flags: z
      .string()
      .regex(/^[imsu]*$/)
      .default("i"),
    /** What the first group is taken for: a whole number is one only where it is written in digits. */
    type: z.enum(["text", "integer"]).default("text"),
    value: z.union([z.string(), z.boolean(), z.number()]).optional(),
  })
  .refine(({ pattern, flags }) => isPattern(pattern, flags), {
    path: ["pattern"],
    message: "this is no regular expression; a character such as ( or [ that stands for itself is written \\( or \\[",
  })
  .refine(
    ({ pattern, flags, value }) => value !== undefined || !isPattern(pattern, flags) || hasGroup(pattern, flags),
    {
      path: ["pattern"],
      message: "nothing is read: put what is to be read in a group ( ), or name a value that it stands for",
    },
  );

/** A lookup by nothing but who she is, and what of the records that it finds is shown. */
const besideSchema = z.strictObject({
  /** What stands above them, such as Orders. */
  title: z.string().min(1).max(60),
  lookup: z.string().min(1),
  /** The field of its answer that lists them. */
  list: z.string().min(1),
  /** Fields of each, the first of them its name. */
  shows: z.array(z.string().min(1)).min(1).max(8),
});
export type BesideSettings = z.infer<typeof besideSchema>;

/** Which tools tell who somebody is: the host's ports to the records of customers. */
const customersSchema = z.strictObject({
  /** A lookup by `{ email }` that gives `customer.ref`, or nothing of that name when nobody has the address. */
  lookup: z.string().min(1),
  /**
   * A lookup by `{ name }` for who does not know her address: it gives `customer.ref` where it is clear who is meant,
   * with `customer.confidence` from 0 to 1 and `customer.because`. Without one nobody is looked for by name.
   */
  search: z.string().min(1).exactOptional(),
  /** An action that mails a one-time code to the customer of its context; without one nobody is asked for a code. */
  sendCode: z.string().min(1).exactOptional(),
  /** What a code shows: 1 that the mailbox is hers, or 2 where that is to count as much as a login. */
  codeLevel: z.union([z.literal(1), z.literal(2)]).default(1),
  /** What the desk shows of her beside a case, read when somebody opens it. */
  beside: z.array(besideSchema).max(4).default([]),
});

const answerSchema = z
  .string()
  .trim()
  .regex(/^(?=[^?\d]*\p{L})[^?\d]{1,60}$/u, "an answer in a few words, without a digit or a question mark");
const answersSchema = z
  .strictObject({ yes: z.array(answerSchema).max(50).default([]), no: z.array(answerSchema).max(50).default([]) })
  .refine(({ yes, no }) => {
    const refused = new Set(no.map(ownAnswerOf));
    return (
      yes.every((answer) => !refused.has(ownAnswerOf(answer)) && readYesOrNo(answer) !== "no") &&
      no.every((answer) => readYesOrNo(answer) !== "yes")
    );
  }, "what is a no, here or in a language that is known, cannot be a yes, nor the other way round");

function hasGroup(pattern: string, flags: string): boolean {
  return (new RegExp(`${pattern}|`, flags).exec("")?.length ?? 0) > 1;
}

/** `blueprint.yaml`. */
export const settingsSchema = z.strictObject({
  name: z.string().min(1),
  locale: localeSchema.default("en-US"),
  timeZone: timeZoneSchema.default("UTC"),
  /** When people are there to decide; absent where somebody always is. */
  businessHours: businessHoursSchema.exactOptional(),
  currency: knownCurrencySchema,
  agent: z.strictObject({ name: z.string().default("Purser") }).default({ name: "Purser" }),
  channels: z.record(z.string(), channelSchema).default({ chat: { highestLevel: 3 } }),
  /** The chat on your pages. */
  widget: widgetSchema.prefault({}),
  totals: z.record(z.string(), totalSchema).default({}),
  customers: customersSchema.exactOptional(),
  /** What is read out of messages, by the name of the fact below `message.`: the first pattern that matches gives it. */
  slots: z.record(z.string(), z.array(slotSchema)).default({}),
  /** The visible mode for one person alone, in which an admin may approve. */
  singleOperator: z.boolean().default(false),
  /** How often somebody may come. */
  limits: limitsSchema.prefault({}),
  handoff: handoffSettingsSchema.prefault({}),
  /** What may be spent, by a case and in a day. */
  budgets: budgetsSchema.prefault({}),
  /** Which reasoner thinks, where there are models. */
  router: routerSettingsSchema.prefault({}),
  /** What models cost here, where that is not the list price in dollars. */
  prices: pricesSchema.prefault({}),
  /** The models that may propose steps; none where the rules do it alone. */
  models: modelsSchema.default({}),
  moderation: moderationSchema.prefault({}),
  /** The people who decide, by the id that their key has; absent where the keys alone say who they are. */
  people: peopleSchema.default({}),
  /** Where the cases wait that people have. */
  queues: queuesSchema.default({}),
  /** How fast people are to be with the cases that they have. */
  sla: slaSchema.prefault({}),
  /** Whom mails to these people come from; absent where none are sent. */
  mail: z
    .strictObject({
      from: z.email().max(254),
      name: z
        .string()
        .regex(/^\P{Cc}*$/u)
        .max(100)
        .default(""),
    })
    .exactOptional(),
  /** What the host says in words of the blueprint's own, by the names of its sentences. */
  sentences: z.record(z.string(), z.string().trim().min(1).max(1000)).default({}),
  /** Whole messages that are a plain yes or no here, beside those of the languages that are known. */
  answers: answersSchema.prefault({}),
  /** What happens while nobody answers. */
  pauses: pausesSchema.prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

/** The business hours with the shop's time zone; null where somebody is always there. */
export function openedOf({ businessHours, timeZone }: Settings): Opened | null {
  return businessHours === undefined ? null : { ...businessHours, timeZone };
}

function isLocale(name: string): boolean {
  try {
    return Intl.getCanonicalLocales(name).length > 0;
  } catch {
    return false;
  }
}
