import { chmod, mkdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { ServiceUser } from "./find-service-user.ts";

/** Makes a directory and its missing parents so that the service user can enter them, whatever our umask is. */
export async function makeDirectory(directory: string, user: ServiceUser | null): Promise<void> {
  const firstMade = await mkdir(directory, { recursive: true });
  if (firstMade === undefined || user === null) return;
  let made = firstMade;
  await chmod(made, 0o755);
  for (const part of relative(firstMade, directory).split(sep)) {
    made = join(made, part);
    await chmod(made, 0o755);
  }
}
