import { type Attachment, attachmentSchema } from "@purser/contract";
import { useCallback, useSyncExternalStore } from "react";
import { z } from "zod";
import { useSignedIn } from "./session.ts";

/** What people write in a case. */
export const allModes = ["reply", "note", "return"] as const;
export type Mode = (typeof allModes)[number];

/** What somebody has begun to write in a case and has not sent: its words, the files that have come, and since when. */
const unsentSchema = z.object({ text: z.string(), files: z.array(attachmentSchema), since: z.string() });
type Unsent = { readonly text: string; readonly files: readonly Attachment[]; readonly since: string };

const prefix = "purser.unsent.";
const keptForMs = 30 * 24 * 60 * 60 * 1000;
const nothing: Unsent = { text: "", files: [], since: "" };
/** What the browser's storage says, read once: what is drawn compares it, and goes on with it where the storage is full. */
const known = new Map<string, Unsent>();
const watchers = new Set<() => void>();

/** Each person's own, also where several use one browser. */
function nameOf(personId: string, caseId: string, kind: Mode): string {
  return `${prefix}${personId}.${caseId}.${kind}`;
}

function read(name: string): Unsent {
  const unsent = known.get(name) ?? parsed(localStorage.getItem(name));
  known.set(name, unsent);
  return unsent;
}

function parsed(kept: string | null): Unsent {
  if (kept === null) return nothing;
  try {
    return unsentSchema.safeParse(JSON.parse(kept)).data ?? nothing;
  } catch {
    return nothing;
  }
}

function write(name: string, { text, files, since }: Unsent): void {
  const isNothing = text === "" && files.length === 0;
  const unsent = isNothing ? nothing : { text, files, since: since === "" ? new Date().toISOString() : since };
  known.set(name, unsent);
  try {
    if (isNothing) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(unsent));
  } catch {
    // The storage is full: it is kept as long as this page is open.
  }
  for (const told of watchers) told();
}

function watch(told: () => void): () => void {
  watchers.add(told);
  return () => watchers.delete(told);
}

/** Another tab has changed something, and what nobody came back to for a month is forgotten. */
export function keepUnsent(): void {
  window.addEventListener("storage", ({ key }) => {
    if (key !== null && !key.startsWith(prefix)) return;
    if (key === null) known.clear();
    else known.delete(key);
    for (const told of watchers) told();
  });
  const oldest = new Date(Date.now() - keptForMs).toISOString();
  for (const name of Object.keys(localStorage))
    if (name.startsWith(prefix) && parsed(localStorage.getItem(name)).since < oldest) localStorage.removeItem(name);
}

/** What whoever is signed in has not sent of one kind in a case; kept by their browser until it is sent or discarded. */
export function useUnsent(caseId: string, kind: Mode) {
  const { person } = useSignedIn();
  const name = nameOf(person.id, caseId, kind);
  const { text, files, since } = useSyncExternalStore(watch, () => read(name));
  /** Also for what ends after the page was left. */
  const change = useCallback(
    (to: (now: Unsent) => Partial<Unsent>): void => {
      const now = read(name);
      write(name, { ...now, ...to(now) });
    },
    [name],
  );
  return { text, files, since, change };
}

/** What of a case whoever is signed in has begun to write. */
export function useBegun(caseId: string): readonly Mode[] {
  const { person } = useSignedIn();
  const begun = useSyncExternalStore(watch, () =>
    allModes.filter((kind) => read(nameOf(person.id, caseId, kind)) !== nothing).join(" "),
  );
  return allModes.filter((kind) => begun.split(" ").includes(kind));
}
