import { z } from "zod";

const environmentSchema = z.object({
  DATABASE_URL: z.url().optional(),
  /** 32 bytes in base64: the key that wraps the keys of subjects. */
  PURSER_KEY: z.base64().optional(),
  PURSER_API_KEY: z.string().min(16).optional(),
});

/** The environment, parsed once; everybody else gets values. */
export type Environment = { databaseUrl: string | null; masterKey: Uint8Array | null; apiKey: string | null };

export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const { DATABASE_URL, PURSER_KEY, PURSER_API_KEY } = environmentSchema.parse(variables);
  return {
    databaseUrl: DATABASE_URL ?? null,
    masterKey: PURSER_KEY === undefined ? null : Buffer.from(PURSER_KEY, "base64"),
    apiKey: PURSER_API_KEY ?? null,
  };
}
