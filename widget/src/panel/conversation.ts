import type { VisitorEntry, VisitorSession, VisitorWelcome } from "@purser/contract";
import type { Identity } from "../frames.ts";
import { ask, Refusal } from "./api.ts";
import { sendPending } from "./outbox.ts";
import { type Pending, randomText, type Store } from "./store.ts";
import { follow, type Line } from "./stream.ts";

export type Answering = { decision: "yes" | "no"; code: string | null };

/** All that the panel shows. */
export type View = {
  welcome: VisitorWelcome | null;
  /** Who is there is not known yet, or what was said has not come yet. */
  isLoading: boolean;
  line: Line;
  entries: readonly VisitorEntry[];
  pending: readonly Pending[];
  /** Names of messages that the server will not have as they are. */
  refused: readonly string[];
  isSlowedDown: boolean;
  doing: string | null;
  /** Clicks that are not in the log yet, or were refused with a code. */
  answers: ReadonlyMap<string, Answering>;
  needsSignIn: boolean;
};

export type Conversation = {
  view: () => View;
  watch: (changed: () => void) => () => void;
  identify: (identity: Identity) => Promise<void>;
  write: (text: string, wantsPerson?: boolean) => void;
  remove: (messageId: string) => void;
  answer: (pauseId: string, digest: string, decision: "yes" | "no") => Promise<void>;
  rate: (rating: number, comment: string) => Promise<void>;
  startAnew: () => void;
};

const nothing = {
  entries: [],
  refused: [],
  isSlowedDown: false,
  doing: null,
  answers: new Map<string, Answering>(),
  needsSignIn: false,
} as const;

const retryMs = 3000;
const idBytes = 12;

/** One tab's part in a conversation. `wantsIdentity` asks the page to say anew who is there. */
export function openConversation(store: Store, wantsIdentity: () => void): Conversation {
  let view: View = { ...nothing, welcome: null, isLoading: true, line: "connecting", pending: store.pending() };
  let followed: { session: string; stop: AbortController } | null = null;
  let isSending = false;
  let retry: ReturnType<typeof setTimeout> | null = null;
  const watchers = new Set<() => void>();

  const change = (part: Partial<View>): void => {
    view = { ...view, ...part };
    for (const changed of watchers) changed();
  };
  const lastSeq = (): number => view.entries.at(-1)?.seq ?? 0;

  const take = (entry: VisitorEntry): void => {
    if (entry.seq <= lastSeq()) return;
    const isReply = entry.kind !== "message" || entry.from !== "customer";
    const answers = new Map(view.answers);
    if (entry.kind === "settled") answers.delete(entry.pauseId);
    change({
      entries: [...view.entries, entry],
      answers,
      ...(isReply ? { doing: null } : {}),
    });
  };

  /** Goes by the session that is kept: this tab's, or that of another one that was faster. */
  const follows = (): void => {
    const session = store.session();
    const isSame = session?.session === followed?.session && session?.caseId !== null;
    if (isSame && session !== null) return;
    followed?.stop.abort();
    followed = null;
    if (session === null || session.caseId === null) return change({ isLoading: false, line: "live" });
    const stop = new AbortController();
    followed = { session: session.session, stop };
    void follow({
      session: session.session,
      after: lastSeq,
      entry: take,
      progress: (doing) => change({ doing }),
      line: (line) => change({ line, isLoading: false }),
      refused: (code) => lose(code),
      ended: stop.signal,
    });
  };

  /** The server will not have the session: who was known is asked to sign in, anybody else begins anew. */
  const lose = (code: string): void => {
    if (code === "PUR-3360" && store.session()?.isKnown === true) {
      change({ needsSignIn: true, isLoading: false });
      return wantsIdentity();
    }
    followed = null;
    store.setSession(null);
    store.dropKey();
    change({ ...nothing, isLoading: false, line: "live" });
    return undefined;
  };

  const send = async (): Promise<void> => {
    if (isSending) return;
    isSending = true;
    if (retry !== null) clearTimeout(retry);
    const before = store.session()?.caseId;
    const sent = await sendPending(store).finally(() => (isSending = false));
    if (before !== undefined && before !== null && store.session()?.caseId !== before) change(nothing);
    change({ pending: store.pending(), isSlowedDown: sent.kind === "waits" && sent.retryAfterMs !== null });
    if (sent.kind === "waits") retry = setTimeout(() => void send(), sent.retryAfterMs ?? retryMs);
    if (sent.kind === "sign-in") lose("PUR-3360");
    if (sent.kind === "refused") change({ refused: [...view.refused, sent.messageId] });
    if (sent.kind === "all" && store.pending().length > 0) void send();
    if (!view.needsSignIn) follows();
  };

  const identify = async (identity: Identity): Promise<void> => {
    if (identity.kind === "later") return;
    const known = store.session();
    // Whoever was known is gone, and so is what she had written here.
    if (identity.kind === "nobody" && known?.isKnown === true) {
      store.forget();
      change({ ...nothing, pending: [] });
    }
    if (identity.kind === "token") await signIn(identity.token, known);
    change({ needsSignIn: false });
    follows();
    void send();
  };

  const signIn = async (token: string, known: VisitorSession | null): Promise<void> => {
    const session = await identityOf(token, known);
    if (session === null) return;
    if (known !== null && known.caseId !== null && known.caseId !== session.caseId) {
      if (known.isKnown) store.forget();
      change({ ...nothing, pending: store.pending() });
    }
    store.setSession(session);
  };

  store.watch(() => {
    const isOther = (followed !== null && store.session() === null) || (followed === null && store.session() !== null);
    if (followed !== null && store.session() === null) change(nothing);
    change({ pending: store.pending() });
    if (isOther || store.session()?.session !== followed?.session) follows();
  });
  window.addEventListener("online", () => void send());
  void readWelcome(change);

  return {
    view: () => view,
    watch: (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    identify,
    write: (text, wantsPerson = false) => {
      store.addPending({ messageId: randomText(idBytes), text, at: Date.now(), wantsPerson });
      change({ pending: store.pending() });
      void send();
    },
    remove: (messageId) => {
      store.removePending(messageId);
      change({ pending: store.pending(), refused: view.refused.filter((other) => other !== messageId) });
      void send();
    },
    answer: async (pauseId, digest, decision) => {
      const note = (code: string | null): void =>
        change({ answers: new Map(view.answers).set(pauseId, { decision, code }) });
      note(null);
      await ask("answers", store.session()?.session ?? null, { pauseId, digest, decision }).catch((error: unknown) =>
        note(error instanceof Refusal ? (error.code ?? "unreachable") : "unreachable"),
      );
    },
    rate: async (rating, comment) => {
      const more = comment.trim() === "" ? {} : { comment: comment.trim() };
      await ask("rating", store.session()?.session ?? null, { rating, ...more });
    },
    startAnew: () => {
      const session = store.session();
      followed?.stop.abort();
      followed = null;
      store.setSession(session?.isKnown === true ? { ...session, caseId: null } : null);
      store.dropKey();
      change({ ...nothing, isLoading: false });
    },
  };
}

/** The session of whoever the page says it is; null where the server cannot be asked, or will not have the token. */
async function identityOf(token: string, known: VisitorSession | null): Promise<VisitorSession | null> {
  const asked = (session: string | null): Promise<VisitorSession> =>
    ask<VisitorSession>("identity", session, { token });
  for (let pauseMs = 1000; ; pauseMs = Math.min(pauseMs * 2, 10_000)) {
    try {
      return await asked(known?.session ?? null);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === "PUR-3360") return asked(null).catch(() => null);
      if (error.code !== null) return null;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

async function readWelcome(change: (part: Partial<View>) => void): Promise<void> {
  for (let pauseMs = 1000; ; pauseMs = Math.min(pauseMs * 2, 10_000)) {
    try {
      return change({ welcome: await ask<VisitorWelcome>("welcome", null, undefined, "GET") });
    } catch {
      change({ line: "lost" });
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
