import { EmbeddedPostgresError } from "./embedded-postgres-error.ts";
import { systemCodeOf } from "./system-code-of.ts";

const reasons = new Map([
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "the disk quota is used up"],
  ["EROFS", "the file system is read-only"],
  ["EACCES", "permission denied"],
  ["EPERM", "the operation is not permitted"],
  ["ENOTDIR", "a part of the path is not a directory"],
  ["EMFILE", "too many open files"],
  ["EIO", "the disk reported an error"],
]);

/** Turns whatever went wrong into the coded error; the operating system's own words stay in the text. */
export function explainFailure(error: unknown, directory: string): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  const words = error instanceof Error ? error.message : String(error);
  const reason = reasons.get(systemCodeOf(error) ?? "");
  return new EmbeddedPostgresError(
    "PUR-1001",
    {
      happened: `The embedded Postgres in ${directory} did not start: ${reason === undefined ? words : `${reason} (${words})`}.`,
      kept: "A cluster that was there before is unchanged.",
      todo: "Free the disk or mend the permissions of the directory, then start again; or set DATABASE_URL.",
    },
    error,
  );
}
