import { PurserError } from "@purser/contract";
import type { CommonOptions } from "./common-options.ts";
import { findProject } from "./find-project.ts";
import { masterKeyPath, readMasterKeyIfPresent } from "./key-files.ts";
import type { Runtime } from "./runtime.ts";

/** With where it is kept. Never makes one: a new key opens nothing. */
export function masterKeyOf(options: CommonOptions, { environment }: Runtime): { bytes: Uint8Array; place: string } {
  if (environment.masterKey !== null) return { bytes: environment.masterKey, place: "PURSER_KEY" };
  const { data } = findProject(options, process.cwd());
  const place = masterKeyPath(data);
  const bytes = readMasterKeyIfPresent(data);
  if (bytes === null) throw new PurserError("PUR-1025", `There is no ${place}, and PURSER_KEY is not set.`);
  return { bytes, place };
}
