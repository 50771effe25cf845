import { z } from "zod";

/** The ports of a worker at whose calls it can be stopped. */
const stopPorts = [
  "claim",
  "think",
  "lookup",
  "call",
  "appendDecision",
  "appendOutcome",
  "release",
  "renew",
  "readTotals",
] as const;

/** A place in a worker's life: before or after its so many-th call of a port. */
export const boundarySchema = z.strictObject({
  port: z.enum(stopPorts),
  when: z.enum(["before", "after"]),
  nth: z.int().positive(),
});
export type Boundary = z.infer<typeof boundarySchema>;

/** How a process's own clock is wrong: by so much, and by `jumpMs` more for every second half-second. */
const clockSchema = z.strictObject({ offMs: z.int(), jumpMs: z.int() });
export type WrongClock = z.infer<typeof clockSchema>;

const deployment = {
  databaseUrl: z.string(),
  masterKey: z.base64(),
  /** The addresses of the systems of record. */
  urls: z.record(z.string(), z.url()),
  clock: clockSchema,
};

export const workerOptionsSchema = z.strictObject({
  ...deployment,
  leaseMs: z.int().positive(),
  /** Where it ends itself as `kill -9` does, and where it stops itself as SIGSTOP does. */
  killAt: boundarySchema.nullable(),
  freezeAt: boundarySchema.nullable(),
});
export type WorkerOptions = z.infer<typeof workerOptionsSchema>;

export const webOptionsSchema = z.strictObject({
  ...deployment,
  port: z.int(),
  leadKey: z.string(),
  otherKey: z.string(),
  webhookSecret: z.base64(),
});
export type WebOptions = z.infer<typeof webOptionsSchema>;

export const shopOptionsSchema = z.strictObject({
  seed: z.int(),
  seededAtMs: z.int(),
  customers: z.int(),
  aheadMs: z.int(),
  webhookUrl: z.url(),
});
/** By how much the shop's clock, as the database's, is ahead of the machine's. */
export const aheadSchema = z.strictObject({ aheadMs: z.number() });
export type ShopOptions = z.infer<typeof shopOptionsSchema>;

/** What a child tells whoever started it. */
export const reportSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ready"), urls: z.record(z.string(), z.url()) }),
  z.strictObject({ kind: z.literal("freezing") }),
  z.strictObject({
    kind: z.literal("log"),
    level: z.string(),
    event: z.string(),
    fields: z.record(z.string(), z.json()),
  }),
]);
export type Report = z.infer<typeof reportSchema>;
