import type { VisitorSession } from "@purser/contract";

/** A message that the server has not confirmed yet. `wantsPerson` when it was sent by the button that asks for one. */
export type Pending = { messageId: string; text: string; at: number; wantsPerson: boolean };

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
  seenSeq: () => number;
  setSeenSeq: (seq: number) => void;
  /** All of it: somebody else may sit here now. */
  forget: () => void;
  /** Calls back when another tab has changed something. */
  watch: (changed: () => void) => void;
};

const prefix = "purser-chat-";
const names = { session: "session", key: "key", draft: "draft", seen: "seen", pending: "out-" } as const;
const keyBytes = 32;

/** Where texts are kept by name: the browser's storage, or the page's where the browser closes its own to a frame. */
type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem"> & { names: () => readonly string[] };

export function openStore(kept: string | null, keep: (text: string) => void): Store {
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
    seenSeq: () => Number(read(names.seen) ?? 0),
    setSeenSeq: (seq) => write(names.seen, String(seq)),
    forget: () => {
      for (const name of shelf.names()) if (name.startsWith(prefix)) shelf.removeItem(name);
    },
    watch: (changed) =>
      window.addEventListener("storage", ({ key }) => {
        if (key === null || key.startsWith(prefix)) changed();
      }),
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
    };
  } catch {
    return null;
  }
}

function shelfOfPage(kept: string | null, keep: (text: string) => void): Shelf {
  const texts = new Map(Object.entries(parsed<Record<string, string>>(kept, null) ?? {}));
  const save = (): void => keep(JSON.stringify(Object.fromEntries(texts)));
  return {
    getItem: (name) => texts.get(name) ?? null,
    setItem: (name, text) => {
      texts.set(name, text);
      save();
    },
    removeItem: (name) => {
      if (texts.delete(name)) save();
    },
    names: () => [...texts.keys()],
  };
}

/** What this program wrote itself; null for what somebody else put there. */
function parsed<Value>(text: string | null, field: string | null): Value | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isOurs<Value>(value, field) ? value : null;
  } catch {
    return null;
  }
}

function isOurs<Value>(value: unknown, field: string | null): value is Value {
  return typeof value === "object" && value !== null && (field === null || field in value);
}

export function randomText(bytes: number): string {
  const drawn = crypto.getRandomValues(new Uint8Array(bytes));
  return btoa(String.fromCharCode(...drawn))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
