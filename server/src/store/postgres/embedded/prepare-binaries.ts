import { realpath } from "node:fs/promises";
import { join } from "node:path";
import type { Place } from "./choose-place.ts";
import { copyBinaries } from "./copy-binaries.ts";
import type { PostgresBinaries } from "./find-binaries.ts";
import { findClosedPath } from "./find-closed-path.ts";
import { linkLibraries } from "./link-libraries.ts";

export type RunnableBinaries = {
  binariesDirectory: string;
  /** Everything that initdb and postgres get of an environment: none of ours, and none of PGDATA and the like. */
  env: Record<string, string>;
};

/** Makes the binaries runnable by whoever runs Postgres: in place where that works, else as a copy beside the cluster. */
export async function prepareBinaries(binaries: PostgresBinaries, place: Place): Promise<RunnableBinaries> {
  const env = { LC_ALL: "C", TZ: "UTC" };
  const nativeDirectory = await realpath(binaries.nativeDirectory);
  if (place.user !== null && (await findClosedPath(join(nativeDirectory, "bin", "postgres"), place.user)) !== null) {
    return { binariesDirectory: join(await copyBinaries(binaries, place.directory), "bin"), env };
  }
  const binariesDirectory = join(nativeDirectory, "bin");
  if (binaries.missingLinks.length === 0) return { binariesDirectory, env };
  const libraries = `${await linkLibraries(binaries, place.directory)}:${join(nativeDirectory, "lib")}`;
  const variable = process.platform === "darwin" ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH";
  return { binariesDirectory, env: { ...env, [variable]: libraries } };
}
