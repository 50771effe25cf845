import type { Attachment, VisitorSession } from "@purser/contract";
import { type Kept, keptPrefix as prefix } from "../frames.ts";

/** A message that the server has not confirmed yet. `wantsPerson` when it was sent by the button that asks for one. */
export type Pending = {
  messageId: string;
  text: string;
  at: number;
  wantsPerson: boolean;
  /** Absent in what an older panel has kept. */
  attachments?: readonly Attachment[];
};

/**
 * What outlives a reload: the session, the key under which the first message is sent, what is not sent yet, and up to which entry
 * she has read. Each message lies under a name of its own, so that two tabs never overwrite each other's.
 */
export type Store = {
  session: () => VisitorSession | null;
  setSession: (session: VisitorSession | null) => void;
  /** The same for all tabs until there is a session. */
  key: () => string;
  dropKey: () => void;
  pending: () => readonly Pending[];
  addPending: (pending: Pending) => void;
  removePending: (messageId: string) => void;
  draft: () => string;
  setDraft: (text: string) => void;
  /** Those of the next message that have come. */
  files: () => readonly Attachment[];
  setFiles: (files: readonly Attachment[]) => void;
  seenSeq: () => number;
  setSeenSeq: (seq: number) => void;
  /** All of it: somebody else may sit here now. */
  forget: () => void;
  /** Calls back when another tab has changed something. */
  watch: (changed: () => void) => void;
  /** Another tab has had the page keep something, or keep it no longer. */
  hear: (name: string, text: string | null) => void;
};

const names = {
  session: "session",
  key: "key",
  draft: "draft",
  files: "files",
  seen: "seen",
  pending: "out-",
} as const;
const keyBytes = 32;

/** Where texts are kept by name: the browser's storage, or the page's where the browser closes it to frames of others. */
type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem"> & {
  names: () => readonly string[];
  watch: (changed: () => void) => void;
  hear: (name: string, text: string | null) => void;
};

export function openStore(kept: Kept, keep: (name: string, text: string | null) => void): Store {
  const shelf = ownShelf() ?? shelfOfPage(kept, keep);
  const read = (name: string): string | null => shelf.getItem(prefix + name);
  const write = (name: string, text: string | null): void => {
    if (text === null) shelf.removeItem(prefix + name);
    else shelf.setItem(prefix + name, text);
  };
  const pendingNames = (): readonly string[] => shelf.names().filter((name) => name.startsWith(prefix + names.pending));
  return {
    session: () => parsed<VisitorSession>(read(names.session), "session"),
    setSession: (session) => write(names.session, session === null ? null : JSON.stringify(session)),
    key: () => {
      const known = read(names.key);
      if (known !== null) return known;
      write(names.key, randomText(keyBytes));
      return read(names.key) ?? "";
    },
    dropKey: () => write(names.key, null),
    pending: () =>
      pendingNames()
        .flatMap((name) => parsed<Pending>(shelf.getItem(name), "messageId") ?? [])
        .toSorted((one, other) => one.at - other.at),
    addPending: (pending) => write(names.pending + pending.messageId, JSON.stringify(pending)),
    removePending: (messageId) => write(names.pending + messageId, null),
    draft: () => read(names.draft) ?? "",
    setDraft: (text) => write(names.draft, text === "" ? null : text),
    files: () => parsed<{ files: readonly Attachment[] }>(read(names.files), "files")?.files ?? [],
    setFiles: (files) => write(names.files, files.length === 0 ? null : JSON.stringify({ files })),
    seenSeq: () => Number(read(names.seen) ?? 0),
    setSeenSeq: (seq) => write(names.seen, String(seq)),
    forget: () => {
      for (const name of shelf.names()) if (name.startsWith(prefix)) shelf.removeItem(name);
    },
    watch: shelf.watch,
    hear: shelf.hear,
  };
}

/** The storage of this frame, which browsers keep apart for each page that shows it; null where it is closed. */
function ownShelf(): Shelf | null {
  try {
    const storage = window.localStorage;
    storage.setItem(`${prefix}try`, "1");
    storage.removeItem(`${prefix}try`);
    return {
      getItem: (name) => storage.getItem(name),
      setItem: (name, text) => storage.setItem(name, text),
      removeItem: (name) => storage.removeItem(name),
      names: () => Object.keys(storage),
      watch: (changed) =>
        window.addEventListener("storage", ({ key }) => {
          if (key === null || key.startsWith(prefix)) changed();
        }),
      hear: () => undefined,
    };
  } catch {
    return null;
  }
}

function shelfOfPage(kept: Kept, keep: (name: string, text: string | null) => void): Shelf {
  const texts = new Map(Object.entries(kept));
  const watchers: (() => void)[] = [];
  return {
    getItem: (name) => texts.get(name) ?? null,
    setItem: (name, text) => {
      texts.set(name, text);
      keep(name, text);
    },
    removeItem: (name) => {
      if (texts.delete(name)) keep(name, null);
    },
    names: () => [...texts.keys()],
    watch: (changed) => watchers.push(changed),
    hear: (name, text) => {
      if (text === null) texts.delete(name);
      else texts.set(name, text);
      for (const changed of watchers) changed();
    },
  };
}

/** What this program wrote itself; null for what somebody else put there. */
function parsed<Value>(text: string | null, field: string): Value | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isOurs<Value>(value, field) ? value : null;
  } catch {
    return null;
  }
}

function isOurs<Value>(value: unknown, field: string): value is Value {
  return typeof value === "object" && value !== null && field in value;
}

export function randomText(bytes: number): string {
  const drawn = crypto.getRandomValues(new Uint8Array(bytes));
  return btoa(String.fromCharCode(...drawn))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
