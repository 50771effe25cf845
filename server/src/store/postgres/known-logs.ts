import type { CaseEvent, CaseId, Hash } from "@purser/contract";
import type { StoredState } from "../../cases/case-store.ts";

/** A log as it was when its head had this hash: the stored state and the events after it, up to `seq`. */
export type KnownLog = {
  headHash: Hash;
  seq: number;
  state: StoredState | null;
  events: readonly CaseEvent[];
  /** Of the texts that it was read from. */
  bytes: number;
};

/** What an append of this process added, behind the head that it was added to. */
export type LogAddition = { previousHash: Hash; headHash: Hash; events: readonly CaseEvent[]; bytes: number };

/** A case that a claim may give, with what is known of its log. */
export type ClaimHint = { caseId: CaseId; log: KnownLog };

const defaults = { mostBytes: 16_777_216, keptMs: 60_000 };
/** More cases than a worker claims at once. */
const mostHints = 64;

/** Of one log, after its state. */
const mostEvents = 40;

/**
 * The logs that this process has read or written last, opened. Whoever asks the database about a case says what is
 * known, by number and hash, and gets only what came after it; where that event is not in the case's log, or the case is
 * erased, the whole. So what is known is never taken for true without being asked about, and what was decrypted once is
 * not decrypted for each step.
 *
 * Bounded in bytes and in time, since a log holds personal data: what was not used for `keptMs` is forgotten within as long again.
 */
export class KnownLogs {
  readonly #mostBytes: number;
  readonly #timer: NodeJS.Timeout;
  /** What was used since the last turn, and what was used before it. */
  #recent = new Map<string, KnownLog>();
  #earlier = new Map<string, KnownLog>();
  #recentBytes = 0;
  /** Cases with something for a worker to do, the last at the end. */
  readonly #runnable = new Map<string, { tenant: string; caseId: CaseId }>();

  constructor({ mostBytes, keptMs }: { mostBytes: number; keptMs: number } = defaults) {
    this.#mostBytes = mostBytes;
    this.#timer = setInterval(() => this.#turn(), keptMs).unref();
  }

  find(tenant: string, caseId: CaseId): KnownLog | null {
    const owner = ownerOf(tenant, caseId);
    const log = this.#recent.get(owner) ?? this.#earlier.get(owner);
    if (log === undefined) return null;
    // Another process has stored the state since: that is read anew, so that nobody folds ever more events.
    if (log.events.length > mostEvents) {
      this.forget(tenant, caseId);
      return null;
    }
    this.#put(owner, log);
    return log;
  }

  /** What was just read; an older reading takes no newer one's place. */
  keep(tenant: string, caseId: CaseId, log: KnownLog): void {
    const owner = ownerOf(tenant, caseId);
    const known = this.#recent.get(owner) ?? this.#earlier.get(owner);
    if (known === undefined || known.seq <= log.seq) this.#put(owner, log);
  }

  /** Continues the log that had the head which the addition was written behind; any other is forgotten. */
  add(tenant: string, caseId: CaseId, addition: LogAddition): void {
    const { previousHash, headHash, events, bytes } = addition;
    const last = events.at(-1);
    if (last === undefined) return;
    const known = events[0]?.seq === 1 ? emptyLog(previousHash) : this.find(tenant, caseId);
    if (known === null) return;
    if (known.headHash !== previousHash) return this.forget(tenant, caseId);
    const owner = ownerOf(tenant, caseId);
    const { state } = known;
    this.#put(owner, {
      headHash,
      seq: last.seq,
      state,
      events: [...known.events, ...events],
      bytes: known.bytes + bytes,
    });
  }

  /** The case's state was stored: who reads it anew gets that state, so the events before it are not wanted any more. */
  rebase(tenant: string, caseId: CaseId, state: StoredState): void {
    const known = this.find(tenant, caseId);
    if (known === null) return;
    const events = known.events.filter(({ seq }) => seq > state.seq);
    const share = known.events.length === 0 ? 1 : events.length / known.events.length;
    const bytes = Math.round(known.bytes * share) + state.text.length;
    this.#put(ownerOf(tenant, caseId), { ...known, state, events, bytes });
  }

  forget(tenant: string, caseId: CaseId): void {
    const owner = ownerOf(tenant, caseId);
    this.#recentBytes -= this.#recent.get(owner)?.bytes ?? 0;
    this.#recent.delete(owner);
    this.#earlier.delete(owner);
    this.#runnable.delete(owner);
  }

  /** Something is being written for a worker, so that the next claim may give this case. */
  awaitClaim(tenant: string, caseId: CaseId): void {
    const owner = ownerOf(tenant, caseId);
    this.#runnable.delete(owner);
    this.#runnable.set(owner, { tenant, caseId });
    const [oldest] = this.#runnable.keys();
    if (this.#runnable.size > mostHints && oldest !== undefined) this.#runnable.delete(oldest);
  }

  /** What is known of the cases that a claim may give. */
  hints(tenant: string): readonly ClaimHint[] {
    return [...this.#runnable.values()].flatMap((awaited) => {
      const log = awaited.tenant === tenant ? this.find(tenant, awaited.caseId) : null;
      return log === null ? [] : [{ caseId: awaited.caseId, log }];
    });
  }

  /** Somebody has claimed it. */
  claimed(tenant: string, caseId: CaseId): void {
    this.#runnable.delete(ownerOf(tenant, caseId));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#recent.clear();
    this.#earlier.clear();
    this.#runnable.clear();
  }

  #put(owner: string, log: KnownLog): void {
    this.#recentBytes += log.bytes - (this.#recent.get(owner)?.bytes ?? 0);
    this.#recent.set(owner, log);
    if (this.#recentBytes > this.#mostBytes / 2) this.#turn();
  }

  #turn(): void {
    this.#earlier = this.#recent;
    this.#recent = new Map();
    this.#recentBytes = 0;
  }
}

function emptyLog(headHash: Hash): KnownLog {
  return { headHash, seq: 0, state: null, events: [], bytes: 0 };
}

function ownerOf(tenant: string, caseId: CaseId): string {
  return `${tenant}/${caseId}`;
}
