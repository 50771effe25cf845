import { systemCodeOf } from "./system-code-of.ts";
import { unsupportedPlatform } from "./unsupported-platform.ts";

/** For a binary that exists, "no such file" means its loader: the binaries need glibc, which Alpine does not have. */
export function explainSpawnError(error: Error, executable: string): Error {
  const code = systemCodeOf(error);
  if (code !== "ENOENT" && code !== "ENOEXEC") return error;
  return unsupportedPlatform(`${executable} does not run on this system, which may lack glibc`, error);
}
