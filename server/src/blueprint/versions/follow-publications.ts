import type { Hash } from "@purser/contract";
import type { Blueprint } from "../blueprint.ts";
import { errorFields } from "../../trace/error-fields.ts";

export type PublicationSources = {
  /** The folder that this process was started with. */
  folder: Blueprint;
  /** Whether a start puts the folder in force; otherwise only the first one ever does. */
  startWithFolder: boolean;
  /** The version that was published last; null when none was. */
  published: () => Promise<Hash | null>;
  publish: (hash: Hash) => Promise<void>;
  load: (hash: Hash) => Promise<Blueprint | null>;
  /** Ends early when its signal is given. */
  sleep: (durationMs: number, signal: AbortSignal) => Promise<void>;
  log: (
    level: "info" | "warn" | "error",
    event: string,
    fields: Readonly<Record<string, string | number | null>>,
  ) => void;
};

export type InForce = { current: () => Blueprint; refresh: () => Promise<void>; stop: () => Promise<void> };

const lookEveryMs = 2_000;

/**
 * The version in force for every process of a deployment: the one that was published last, looked for every two seconds until
 * it is stopped. One that cannot be loaded here changes nothing: the version before it stays in force.
 */
export async function followPublications(sources: PublicationSources): Promise<InForce> {
  const { folder, startWithFolder, published, publish, load, sleep, log } = sources;
  let current = folder;
  let seen: Hash = folder.hash;
  const look = async (): Promise<void> => {
    const hash = await published();
    if (hash === null || hash === seen) return;
    seen = hash;
    const loaded = hash === folder.hash ? folder : await load(hash);
    if (loaded !== null) current = loaded;
    if (loaded === null) log("error", "blueprint.unloadable", { hash });
    else log("info", "blueprint.taken", { hash });
  };
  // One after another: whoever asks while a version is being loaded gets that one, and not the one before it.
  let looking: Promise<void> = Promise.resolve();
  const refresh = (): Promise<void> => (looking = looking.catch(() => undefined).then(look));
  const last = await published();
  if (last === null || (startWithFolder && last !== folder.hash)) await publish(folder.hash);
  await refresh();
  const stopping = new AbortController();
  const following = (async () => {
    for (;;) {
      await sleep(lookEveryMs, stopping.signal);
      if (stopping.signal.aborted) return;
      await refresh().catch((error: unknown) => log("warn", "blueprint.unread", errorFields(error)));
    }
  })();
  return {
    current: () => current,
    refresh,
    stop: async () => {
      stopping.abort();
      await following;
    },
  };
}
