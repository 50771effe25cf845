import { z } from "zod";

/** So many in any such stretch of time. */
export type Rate = { limit: number; windowMs: number };

const windowsMs: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

const rateForm = "a limit is up to 99999 per second, minute, hour or day, such as 60 per minute; or none";

const rateSchema = z
  .string()
  .regex(/^[1-9]\d{0,4} per (second|minute|hour|day)$/, rateForm)
  .transform((text): Rate => {
    const [limit = "", , unit = ""] = text.split(" ");
    return { limit: Number(limit), windowMs: windowsMs[unit] ?? 0 };
  });

/** One, several that hold together, or `none`. */
const ratesSchema = z.union(
  [z.literal("none").transform((): Rate[] => []), rateSchema.transform((rate) => [rate]), z.array(rateSchema).min(1)],
  rateForm,
);

const bytesPerUnit: Readonly<Record<string, number>> = { kB: 1000, MB: 1_000_000 };
/** A file is in memory once while it comes in. */
const largestFileBytes = 100_000_000;

/** In bytes. */
const sizeSchema = z
  .string()
  .regex(/^[1-9]\d{0,5} (kB|MB)$/, "a size is a number of kB or MB, such as 10 MB")
  .transform((text) => {
    const [count = "", unit = ""] = text.split(" ");
    return Number(count) * (bytesPerUnit[unit] ?? 0);
  })
  .refine((bytes) => bytes <= largestFileBytes, "a file may have 100 MB at most");

/** How often strangers, people and programs may come, each counted over all processes; and how much they may bring. */
export const limitsSchema = z.strictObject({
  /** Requests by one person's key, to the API and by MCP together. */
  requests: ratesSchema.prefault("60 per minute"),
  /** Requests by one key of the deployment's own: behind it stand all customers of a channel. */
  programs: ratesSchema.prefault("none"),
  /** Messages of one visitor: the customer, or the case while nobody knows who writes. */
  messages: ratesSchema.prefault(["20 per minute", "200 per day"]),
  /** Cases that begin with a message of one customer. */
  newCases: ratesSchema.prefault("5 per hour"),
  /** Conversations that unknown visitors begin from one network address. */
  visitors: ratesSchema.prefault(["10 per minute", "60 per hour"]),
  /** Webhooks of one system of record. */
  webhooks: ratesSchema.prefault("50 per second"),
  /** Customers whose cases one person is handed. */
  exports: ratesSchema.prefault("5 per day"),
  /** Files of one customer, or from one network address where nobody knows who sends them. */
  files: ratesSchema.prefault(["20 per hour", "100 per day"]),
  /** The largest file. */
  fileSize: sizeSchema.prefault("10 MB"),
  /** Files that one message may name; none are taken where it is 0. */
  filesPerMessage: z.int().min(0).max(20).default(5),
});
export type Limits = z.infer<typeof limitsSchema>;
/** Those that say how often. */
export type RateName = Exclude<keyof Limits, "fileSize" | "filesPerMessage">;

/** For who tries a blueprint out on their own machine: as often as they like; what files may be stays. */
export const withoutRates = ({ fileSize, filesPerMessage }: Limits): Limits => ({
  ...noLimits,
  fileSize,
  filesPerMessage,
});

/** As often as anybody likes, with files as they are by default. */
export const noLimits: Limits = limitsSchema.parse({
  requests: "none",
  programs: "none",
  messages: "none",
  newCases: "none",
  visitors: "none",
  webhooks: "none",
  exports: "none",
  files: "none",
});
