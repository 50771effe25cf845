import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

export function unsupportedPlatform(reason: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    "PUR-1004",
    {
      happened: `The embedded Postgres cannot run here: ${reason}.`,
      kept: "No cluster was made or changed.",
      todo: "Start a Postgres of your own and set DATABASE_URL.",
    },
    cause,
  );
}
