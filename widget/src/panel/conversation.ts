import type { VisitorEntry, VisitorSession, VisitorWelcome } from "@purser/contract";
import type { Identity } from "../frames.ts";
import { ask, Refusal } from "./api.ts";
import { readFile } from "./file-transfer.ts";
import { sendPending } from "./outbox.ts";
import { type Pending, randomText, type Store } from "./store.ts";
import { follow, type Line } from "./stream.ts";
import { type Chosen, Tray } from "./tray.ts";

export type Answering = { decision: "yes" | "no"; code: string | null };

/** All that the panel shows. */
export type View = {
  welcome: VisitorWelcome | null;
  /** Who is there is not known yet, or what was said has not come yet. */
  isLoading: boolean;
  line: Line;
  entries: readonly VisitorEntry[];
  pending: readonly Pending[];
  /** The files of the next message. */
  chosen: readonly Chosen[];
  /** Names of messages that the server will not have as they are. */
  refused: readonly string[];
  isSlowedDown: boolean;
  doing: string | null;
  /** Clicks that are not in the log yet, or were refused with a code. */
  answers: ReadonlyMap<string, Answering>;
  needsSignIn: boolean;
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
/** In place of a code, where no answer came. */
export const unreachable = "unreachable";
const idBytes = 12;

/** One tab's part in a conversation. `wantsIdentity` asks the page to say anew who is there. */
export class Conversation {
  readonly #store: Store;
  readonly #wantsIdentity: () => void;
  readonly #watchers = new Set<() => void>();
  readonly #tray: Tray;
  /** Addresses within this page, by file. */
  readonly #files = new Map<string, Promise<string>>();
  #view: View;
  /** Whose entries are in the view. */
  #shownCase: string | null = null;
  #followed: { session: string; stop: AbortController } | null = null;
  #isSending = false;
  /** What is being sent now; over when it was sent, or has to wait. */
  #sending: Promise<unknown> = Promise.resolve();
  /** So many times the server is being told who is there: until it knows, nothing is sent in nobody's name. */
  #signIns = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store, wantsIdentity: () => void) {
    this.#store = store;
    this.#wantsIdentity = wantsIdentity;
    this.#tray = new Tray(store, (chosen) => this.#change({ chosen }));
    const { chosen } = this.#tray;
    this.#view = { ...nothing, welcome: null, isLoading: true, line: "connecting", pending: store.pending(), chosen };
    // Made now, so that a tab that is opened next begins the same conversation.
    if (store.session() === null) store.key();
    store.watch(() => this.#hearOtherTabs());
    window.addEventListener("online", () => void this.#send());
    void readWelcome((part) => this.#change(part));
  }

  get view(): View {
    return this.#view;
  }

  /** Returns what ends it. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  async identify(identity: Identity): Promise<void> {
    if (identity.kind === "later") return;
    // Whoever was known is gone, and so is what she had written here.
    if (identity.kind === "nobody" && this.#store.session()?.isKnown === true) {
      this.#forget();
      this.#change({ ...nothing, pending: [] });
    }
    if (identity.kind === "token") await this.#signIn(identity.token);
    this.#change({ needsSignIn: false });
    this.#follow();
    await this.#send();
  }

  /** With the files that have come, unless it is the wish for a person. */
  write(text: string, wantsPerson = false): void {
    const attachments = wantsPerson ? [] : this.#tray.take();
    this.#store.addPending({ messageId: randomText(idBytes), text, at: Date.now(), wantsPerson, attachments });
    this.#change({ pending: this.#store.pending() });
    void this.#send();
  }

  choose(files: readonly File[]): void {
    const bounds = this.#view.welcome?.files;
    if (bounds !== undefined) this.#tray.choose(files, bounds);
  }

  unchoose(key: string): void {
    this.#tray.remove(key);
  }

  /** An address within this page under which a file of the conversation can be shown and saved. Throws `Refusal`. */
  fileUrl(fileId: string): Promise<string> {
    const known = this.#files.get(fileId) ?? readFile(fileId, this.#store).then((blob) => URL.createObjectURL(blob));
    this.#files.set(fileId, known);
    known.catch(() => this.#files.delete(fileId));
    return known;
  }

  /** Takes away what the server will not have. */
  remove(messageId: string): void {
    this.#store.removePending(messageId);
    const refused = this.#view.refused.filter((other) => other !== messageId);
    this.#change({ pending: this.#store.pending(), refused });
    void this.#send();
  }

  async answer(pauseId: string, digest: string, decision: "yes" | "no"): Promise<void> {
    const note = (code: string | null): void =>
      this.#change({ answers: new Map(this.#view.answers).set(pauseId, { decision, code }) });
    note(null);
    try {
      await ask("answers", this.#store.session()?.session ?? null, { pauseId, digest, decision });
    } catch (error) {
      note(error instanceof Refusal ? (error.code ?? unreachable) : unreachable);
    }
  }

  async rate(rating: number, comment: string): Promise<void> {
    const more = comment.trim() === "" ? {} : { comment: comment.trim() };
    await ask("rating", this.#store.session()?.session ?? null, { rating, ...more });
  }

  startAnew(): void {
    const session = this.#store.session();
    this.#unfollow();
    this.#tray.clear();
    this.#store.setSession(session?.isKnown === true ? { ...session, caseId: null } : null);
    this.#store.dropKey();
    this.#change({ ...nothing, isLoading: false });
  }

  /** Somebody else may sit here now. */
  #forget(): void {
    this.#tray.clear();
    for (const url of this.#files.values())
      url.then(
        (known) => URL.revokeObjectURL(known),
        () => undefined,
      );
    this.#files.clear();
    this.#store.forget();
  }

  #change(part: Partial<View>): void {
    this.#view = { ...this.#view, ...part };
    for (const changed of this.#watchers) changed();
  }

  #lastSeq(): number {
    return this.#view.entries.at(-1)?.seq ?? 0;
  }

  #take(entry: VisitorEntry): void {
    if (entry.seq <= this.#lastSeq()) return;
    const answers = new Map(this.#view.answers);
    if (entry.kind === "settled") answers.delete(entry.pauseId);
    const isReply = entry.kind !== "message" || entry.from !== "customer";
    this.#change({ entries: [...this.#view.entries, entry], answers, ...(isReply ? { doing: null } : {}) });
  }

  #unfollow(): void {
    this.#followed?.stop.abort();
    this.#followed = null;
  }

  /** What was said in one conversation is not shown in another one, which may be somebody else's by now. */
  #showOnly(caseId: string | null): void {
    if (this.#shownCase !== null && this.#shownCase !== caseId) this.#change(nothing);
    this.#shownCase = caseId;
  }

  /** Goes by the session that is kept: this tab's, or that of another one that was faster. */
  #follow(): void {
    const session = this.#store.session();
    this.#showOnly(session?.caseId ?? null);
    if (session === null || session.caseId === null) {
      this.#unfollow();
      return this.#change({ isLoading: false });
    }
    if (session.session === this.#followed?.session) return undefined;
    this.#unfollow();
    const stop = new AbortController();
    this.#followed = { session: session.session, stop };
    void follow({
      session: session.session,
      after: () => this.#lastSeq(),
      entry: (entry) => this.#take(entry),
      progress: (doing) => this.#change({ doing }),
      line: (line) => this.#change({ line, isLoading: false }),
      refused: (code) => this.#lose(code),
      ended: stop.signal,
    });
    return undefined;
  }

  /** The server will not have the session: who was known is asked to sign in, anybody else begins anew. */
  #lose(code: string): void {
    this.#unfollow();
    if (code === "PUR-3360" && this.#store.session()?.isKnown === true) {
      this.#change({ needsSignIn: true, isLoading: false });
      return this.#wantsIdentity();
    }
    this.#store.setSession(null);
    this.#store.dropKey();
    return this.#change({ ...nothing, isLoading: false, line: "live" });
  }

  async #send(): Promise<void> {
    if (this.#isSending || this.#signIns > 0 || this.#view.needsSignIn) return;
    this.#isSending = true;
    clearTimeout(this.#retry);
    const sending = sendPending(this.#store);
    this.#sending = sending.catch(() => undefined);
    const sent = await sending.finally(() => (this.#isSending = false));
    this.#change({ pending: this.#store.pending(), isSlowedDown: sent.kind === "waits" && sent.retryAfterMs !== null });
    if (sent.kind === "sign-in") return this.#lose("PUR-3360");
    if (sent.kind === "refused") this.#change({ refused: [...this.#view.refused, sent.messageId] });
    if (sent.kind === "waits") this.#retry = setTimeout(() => void this.#send(), sent.retryAfterMs ?? retryMs);
    const isLost = sent.kind === "waits" && sent.retryAfterMs === null;
    if (isLost || this.#followed === null) this.#change({ line: isLost ? "lost" : "live" });
    this.#follow();
    // What was written meanwhile.
    if (sent.kind === "all" && this.#store.pending().length > 0) await this.#send();
  }

  /** A conversation that is being begun is begun first: it becomes hers. */
  async #signIn(token: string): Promise<void> {
    this.#signIns += 1;
    await this.#sending;
    const known = this.#store.session();
    const session = await identityOf(token, known).finally(() => (this.#signIns -= 1));
    if (session === null) return;
    if (known !== null && known.caseId !== null && known.caseId !== session.caseId) {
      if (known.isKnown) this.#forget();
      this.#change({ ...nothing, pending: this.#store.pending() });
    }
    this.#store.setSession(session);
    if (session.caseId !== null && session.caseId !== (known?.caseId ?? null)) this.#tray.move();
  }

  #hearOtherTabs(): void {
    if (this.#followed !== null && this.#store.session() === null) this.#change(nothing);
    this.#change({ pending: this.#store.pending() });
    if ((this.#store.session()?.session ?? null) !== (this.#followed?.session ?? null)) this.#follow();
  }
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
      return change({ welcome: await ask<VisitorWelcome>("welcome", null, undefined, "GET"), line: "live" });
    } catch {
      change({ line: "lost" });
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
