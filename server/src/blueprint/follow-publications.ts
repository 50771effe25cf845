import type { Hash } from "@purser/contract";
import type { Blueprint } from "./blueprint.ts";

export type PublicationSources = {
  /** The folder that this process was started with. */
  folder: Blueprint;
  /** Whether a start puts the folder in force; otherwise only the first one ever does. */
  startWithFolder: boolean;
  /** The version that was published last; null when none was. */
  published: () => Promise<Hash | null>;
  publish: (hash: Hash) => Promise<void>;
  load: (hash: Hash) => Promise<Blueprint | null>;
  onChange: (what: "taken" | "unloadable", hash: Hash) => void;
};

export type InForce = { current: () => Blueprint; refresh: () => Promise<void> };

/**
 * The version in force for every process of a deployment: the one that was published last. One that cannot be loaded here
 * changes nothing: the version before it stays in force.
 */
export async function followPublications(sources: PublicationSources): Promise<InForce> {
  const { folder, startWithFolder, published, publish, load, onChange } = sources;
  let current = folder;
  let seen: Hash = folder.hash;
  const look = async (): Promise<void> => {
    const hash = await published();
    if (hash === null || hash === seen) return;
    seen = hash;
    const loaded = hash === folder.hash ? folder : await load(hash);
    if (loaded !== null) current = loaded;
    onChange(loaded === null ? "unloadable" : "taken", hash);
  };
  // One after another: whoever asks while a version is being loaded gets that one, and not the one before it.
  let looking: Promise<void> = Promise.resolve();
  const refresh = (): Promise<void> => (looking = looking.catch(() => undefined).then(look));
  const last = await published();
  if (last === null || (startWithFolder && last !== folder.hash)) await publish(folder.hash);
  await refresh();
  return { current: () => current, refresh };
}
