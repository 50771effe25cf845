import { z } from "zod";
import { readinessSchema } from "./api-deployment.ts";
import { hashSchema } from "./ids.ts";
import { identityLevelSchema } from "./identity.ts";
import { instantSchema } from "./instant.ts";

/** What is not there that is needed: the name of a variable of the environment or of a secret, never a value. */
export const missingSettingSchema = z.strictObject({
  what: z.enum(["address", "secret", "webhook-secret"]),
  /** Null where `connections.yaml` names none. */
  name: z.string().nullable(),
});
export type MissingSetting = z.infer<typeof missingSettingSchema>;

/** A system of record as one process has seen it since it started. */
export const systemStateSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(["http", "mcp", "openapi"]),
  reach: z.enum(["reachable", "unreachable", "no-address"]),
  /** From when on it was so. */
  since: instantSchema,
  lastAnswerAt: instantSchema.nullable(),
  /** Why it is not reached; null when it is. */
  why: z.string().nullable(),
  /** Of the last hour, without those that only looked whether it is there. */
  calls: z.strictObject({ made: z.int().nonnegative(), failed: z.int().nonnegative() }),
  missing: z.array(missingSettingSchema),
});
export type SystemState = z.infer<typeof systemStateSchema>;

const channelStateSchema = z.strictObject({
  name: z.string(),
  highestLevel: identityLevelSchema,
  /** How many cases were opened on it. */
  openedLastDay: z.int().nonnegative(),
  openedLastWeek: z.int().nonnegative(),
});

const modelStateSchema = z.strictObject({
  size: z.enum(["small", "frontier"]),
  name: z.string(),
  isAnswering: z.boolean(),
  /** From when on it has not answered; null while it does. */
  since: instantSchema.nullable(),
  why: z.string().nullable(),
});

/** `unused`: the blueprint sends no mail. */
const mailStateSchema = z.strictObject({
  state: z.enum(["on", "unused", "missing"]),
  /** Variables of the environment that are not set. */
  missing: z.array(z.string()),
});
export type MailState = z.infer<typeof mailStateSchema>;

/** How what the deployment is connected with is doing. */
export const deploymentStateSchema = z.strictObject({
  at: instantSchema,
  systems: z.array(systemStateSchema),
  channels: z.array(channelStateSchema),
  models: z.array(modelStateSchema),
  mail: mailStateSchema,
  readiness: readinessSchema,
});
export type DeploymentState = z.infer<typeof deploymentStateSchema>;

/** Signed statements about where all logs stood, the last one first; `publicKey` is null while there is none. */
export const checkpointListSchema = z.strictObject({
  publicKey: z.string().nullable(),
  checkpoints: z.array(
    z.strictObject({
      number: z.int().positive(),
      at: instantSchema,
      /** How many logs had moved since the one before. */
      heads: z.int().nonnegative(),
      hash: hashSchema,
    }),
  ),
});
export type CheckpointList = z.infer<typeof checkpointListSchema>;

/** No key is a lead's: what leads decide, people decide. */
export const apiKeyRoleSchema = z.enum(["teammate", "auditor", "admin"]);
/** `desk` what a teammate does · `channel` to speak for the customer of a case, as a chat or mail server does. */
export const apiKeyScopeSchema = z.enum(["desk", "channel"]);

/** A key that was made at the desk; the key itself is told once, when it is made. */
export const apiKeyViewSchema = z.strictObject({
  /** Whom the log names for what is done with it. */
  id: z.string(),
  name: z.string(),
  role: apiKeyRoleSchema,
  scopes: z.array(apiKeyScopeSchema).min(1),
  madeBy: z.string(),
  madeAt: instantSchema,
  endsAt: instantSchema,
  /** To the minute; null while nobody has used it. */
  lastUsedAt: instantSchema.nullable(),
  /** When somebody ended it before its time. */
  endedAt: instantSchema.nullable(),
});
export type ApiKeyView = z.infer<typeof apiKeyViewSchema>;
export const apiKeyListSchema = z.strictObject({ at: instantSchema, keys: z.array(apiKeyViewSchema) });
export type ApiKeyList = z.infer<typeof apiKeyListSchema>;

export const makeApiKeyRequestSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^\P{Cc}*$/u, "a name is one line"),
  role: apiKeyRoleSchema,
  scopes: z.array(apiKeyScopeSchema).min(1).max(2),
  /** How many days it is good for. */
  days: z.int().min(1).max(365),
});
export type MakeApiKeyRequest = z.infer<typeof makeApiKeyRequestSchema>;
export const madeApiKeySchema = z.strictObject({ key: z.string(), made: apiKeyViewSchema });
export type MadeApiKey = z.infer<typeof madeApiKeySchema>;
export const endedApiKeySchema = z.strictObject({ id: z.string() });
