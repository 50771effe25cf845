import type { VisitorSession } from "@purser/contract";
import { ask, Refusal } from "./api.ts";
import type { Pending, Store } from "./store.ts";

/** What became of what was to be sent. `waits` for the network, or for so long; `sign-in` for somebody who was known. */
export type Sent =
  | { kind: "all" }
  | { kind: "waits"; retryAfterMs: number | null }
  | { kind: "refused"; messageId: string }
  | { kind: "sign-in" };

/** The conversation is over or gone: what she writes now begins another one. */
const conversationIsOver = ["PUR-2004", "PUR-2182", "PUR-3361"];
const sessionIsOver = "PUR-3360";
const lock = "purser-chat-send";

/**
 * Sends what waits, the oldest first, one tab at a time where the browser can tell them apart. What is sent twice all the same,
 * because an answer got lost or two tabs were at it, has the same name and is stored once.
 */
export async function sendPending(store: Store): Promise<Sent> {
  const release = await takeLock();
  try {
    return await sendAll(store);
  } finally {
    release();
  }
}

/** Without a secure connection there are no locks, and where the browser closes its storage to a frame none is given. */
async function takeLock(): Promise<() => void> {
  if (!("locks" in navigator)) return () => undefined;
  return new Promise((resolve) => {
    const held = navigator.locks.request(lock, () => new Promise<void>((release) => resolve(release)));
    held.catch(() => resolve(() => undefined));
  });
}

async function sendAll(store: Store): Promise<Sent> {
  for (;;) {
    const [next] = store.pending();
    if (next === undefined) return { kind: "all" };
    try {
      await sendOne(next, store);
      store.removePending(next.messageId);
    } catch (error) {
      const stop = afterRefusal(error, next, store);
      if (stop !== null) return stop;
    }
  }
}

async function sendOne({ messageId, text, wantsPerson, attachments = [] }: Pending, store: Store): Promise<void> {
  const message = { messageId, text, attachments: attachments.map(({ fileId }) => fileId) };
  const known = store.session();
  if (known === null || known.caseId === null) {
    const body = { key: store.key(), ...message, ...(wantsPerson ? { wantsPerson } : {}) };
    store.setSession(await ask<VisitorSession>("conversations", known?.session ?? null, body));
    store.dropKey();
    return;
  }
  // Before the words, so that the agent does not answer them first.
  if (wantsPerson) await ask("person", known.session);
  await ask("messages", known.session, message);
}

/** Null to go on with the same message in another way. */
function afterRefusal(error: unknown, { messageId }: Pending, store: Store): Sent | null {
  if (!(error instanceof Refusal)) throw error;
  const { code, retryAfterMs } = error;
  if (code === null || retryAfterMs !== null) return { kind: "waits", retryAfterMs };
  const session = store.session();
  if (conversationIsOver.includes(code)) {
    store.setSession(session?.isKnown === true ? { ...session, caseId: null } : null);
    store.dropKey();
    return null;
  }
  if (code === sessionIsOver) {
    if (session?.isKnown === true) return { kind: "sign-in" };
    store.setSession(null);
    store.dropKey();
    return null;
  }
  return { kind: "refused", messageId };
}
