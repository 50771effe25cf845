import type { CallKey, CaseEvent, CaseStatus, EventBody, Instant, NewEvent } from "@purser/contract";
import { hashOf } from "@purser/kit/audit";
import type { ViewMessage } from "../agent/reasoner.ts";
import { type CaseState, foldVersion } from "../cases/case-state.ts";
import type { LeasedCase, OutboxRow, Placed, StoredState, TotalsChange, WorkerAppend } from "../cases/case-store.ts";
import { nextWakeAt } from "../cases/decide.ts";
import { foldLog } from "../cases/folding/fold.ts";
import { eventsBetweenStates, writeStoredState } from "../cases/folding/stored-state.ts";
import { outboxRowsOf } from "../cases/outbox-rows.ts";
import { ownerChangeOf } from "../cases/owner-rows.ts";
import { pauseRowsOf } from "../cases/pause-rows.ts";
import { statusOf } from "../cases/status.ts";
import { drawsOf } from "./budgets.ts";
import { type FoldedCase, foldCase } from "../conversations/fold-case.ts";
import type { StepResult } from "./step-result.ts";
import type { World } from "./world.ts";

/** Events that record what has already happened; they are kept whatever came in between. */
const outcomeKinds: ReadonlySet<NewEvent["kind"]> = new Set([
  "call.ended",
  "call.verified",
  "undo.ended",
  "budget.spent",
  "message.delivered",
]);

const logPage = 500;

/**
 * One lease's work on one case: the committed state, and the events since that are not committed yet. Steps without an
 * outside effect are appended together with the next one that must be committed, all or nothing.
 */
export class CaseSession {
  readonly #world: World;
  readonly #leased: LeasedCase;
  readonly #place: { tenant: string; caseId: CaseState["caseId"] };
  readonly #recent: CaseEvent[];
  readonly #storedSeq: number;
  #committed: CaseState;
  #current: CaseState;
  #pending: NewEvent[] = [];
  #expected: TotalsChange["expected"] = [];
  #reserve: TotalsChange["reserve"] = [];
  #release: CallKey[] = [];
  #outbox: OutboxRow[] = [];
  #notAfter: Instant | null = null;
  #hasSent = false;
  /** The status that lists show; an inlet does not write it. */
  #shownStatus: CaseStatus;

  private constructor(leased: LeasedCase, { storedSeq, events, state }: FoldedCase, world: World) {
    const { tenant, caseId } = leased.row;
    this.#world = world;
    this.#leased = leased;
    this.#place = { tenant, caseId };
    this.#recent = [...events];
    this.#storedSeq = storedSeq;
    this.#committed = state;
    this.#current = state;
    this.#shownStatus = leased.row.status;
  }

  static async open(leased: LeasedCase, world: World): Promise<CaseSession> {
    return new CaseSession(leased, await foldCase(leased, world.store), world);
  }

  /** The state with all events of this session, committed or not. */
  get state(): CaseState {
    return this.#current;
  }

  get lease(): LeasedCase["lease"] {
    return this.#leased.lease;
  }

  /** Whether anything was committed that other cases are to be told. */
  get hasSent(): boolean {
    return this.#hasSent;
  }

  add(result: StepResult): void {
    if (result.events.length === 0) throw new Error(`A step on ${this.#place.caseId} changed nothing.`);
    const placed = result.events.map((event, index) =>
      this.#placedAt(event, { seq: this.#current.seq + 1 + index, at: this.#world.now() }),
    );
    this.#current = foldLog(this.#current, placed, this.#place);
    this.#pending.push(...result.events);
    this.#expected = [...this.#expected, ...(result.totals?.expected ?? [])];
    this.#reserve = [...this.#reserve, ...(result.totals?.reserve ?? [])];
    this.#release.push(...(result.release ?? []));
    this.#outbox.push(...(result.outbox ?? []));
    if (result.notAfter !== undefined && (this.#notAfter === null || result.notAfter < this.#notAfter))
      this.#notAfter = result.notAfter;
  }

  /**
   * Commits what is pending; false when the case has moved on and must be claimed and decided anew. With `wakeAt` the
   * lease is given up, and the case is claimed again at that time or when news comes in.
   */
  async commit(release: { wakeAt: Instant | null } | null): Promise<boolean> {
    if (this.#pending.length === 0) {
      if (release === null) return true;
      if (statusOf(this.#committed) === this.#shownStatus) {
        await this.#world.store.release(this.lease, this.#committed.seq, release.wakeAt);
        return true;
      }
    }
    const append = this.#append(release);
    const isOutcome = this.#pending.length > 0 && this.#pending.every(({ kind }) => outcomeKinds.has(kind));
    if (isOutcome) return this.#commitOutcome(append);
    const result = await this.#world.store.appendDecision({ ...append, notAfter: this.#notAfter });
    if (result.kind === "appended") {
      this.#hasSent ||= append.outbox.length > 0;
      this.#settle(result.placed, append.status);
      return true;
    }
    this.#world.log("info", "decision.overtaken", { caseId: this.#place.caseId, kind: result.kind });
    await this.#keepOutcomes(result.kind === "fenced");
    return false;
  }

  /** The texts of the last messages, oldest first; those of this session need no look-up. */
  async readMessages(): Promise<readonly ViewMessage[]> {
    const { messages } = this.#current;
    const known = new Map(this.#recent.map((event) => [event.seq, event]));
    const missing = messages.map(({ seq }) => seq).filter((seq) => !known.has(seq) && seq <= this.#committed.seq);
    if (missing.length > 0) {
      const { tenant, caseId } = this.#place;
      for (const event of await this.#world.store.readEventsAt(tenant, caseId, missing)) known.set(event.seq, event);
    }
    return messages.flatMap(({ seq, direction, id }) => {
      const event = known.get(seq);
      const isMessage = event?.kind === "message.received" || event?.kind === "message.sent";
      if (!isMessage) return [];
      const { text, attachments = [] } = event.body;
      return [{ seq, direction, id, at: event.at, text, attachments }];
    });
  }

  /** All events of the case from the first to the last, those that are not committed yet included. */
  async readLog(): Promise<readonly CaseEvent[]> {
    const { tenant, caseId } = this.#place;
    const events: CaseEvent[] = [];
    while (events.length < this.#committed.seq) {
      const page = await this.#world.store.readEvents(tenant, caseId, events.length, logPage);
      const wanted = page.filter(({ envelope }) => envelope.seq <= this.#committed.seq);
      if (wanted.some(({ event }) => event === null) || wanted.length === 0) break;
      events.push(...wanted.flatMap(({ event }) => event ?? []));
    }
    const pending = this.#pending.map((event, index) =>
      this.#placedAt(event, { seq: this.#committed.seq + 1 + index, at: this.#world.now() }),
    );
    return [...events, ...pending];
  }

  async #commitOutcome(append: WorkerAppend): Promise<boolean> {
    const result = await this.#world.store.appendOutcome(append);
    if (result.kind === "fenced") {
      await this.#reportLate(append.events);
      return false;
    }
    if (result.wasOvertaken) {
      if (!append.releases) await this.#world.store.release(this.lease, this.#committed.seq, this.#world.now());
      return false;
    }
    this.#settle(result.placed, append.status);
    return true;
  }

  /** What has happened is kept though what was decided is not, with all that the decision would have claimed. */
  async #keepOutcomes(isFenced: boolean): Promise<void> {
    const outcomes = this.#pending.filter(({ kind }) => outcomeKinds.has(kind));
    if (isFenced) return this.#reportLate(outcomes);
    if (outcomes.length === 0) return this.#world.store.release(this.lease, this.#committed.seq, this.#world.now());
    this.#forget();
    this.add({ events: outcomes });
    await this.#commitOutcome(this.#append({ wakeAt: this.#world.now() }));
  }

  /** The lease has passed to another worker: the outcome goes in through the inlet, as evidence for its next look-up. */
  async #reportLate(events: readonly NewEvent[]): Promise<void> {
    for (const event of events) {
      if (event.kind === "budget.spent") this.#logUnbooked(event.body);
      if (event.kind !== "call.ended") continue;
      const { key, attempt, outcome } = event.body;
      await this.#world.store.appendInlet({
        ...this.#place,
        subjectId: this.#committed.customerId ?? this.#place.caseId,
        actorId: this.#world.workerId,
        dedupeKey: hashOf({ source: "late-outcome", key, attempt }),
        events: [
          {
            kind: "signal.received",
            body: { source: "late-outcome", refersTo: key, data: { attempt, outcome: outcome.kind } },
          },
        ],
        open: null,
        expectedVersion: null,
        notAfter: null,
        pauses: [],
        outboxDone: null,
      });
    }
  }

  /** A thought of one who is no longer the case's worker: it was paid for, and no log has it. */
  #logUnbooked({ tokens, costMicros }: EventBody<"budget.spent">): void {
    this.#world.log("warn", "budget.unbooked", { caseId: this.#place.caseId, tokens, costMicros });
  }

  #append(release: { wakeAt: Instant | null } | null): WorkerAppend {
    const events = this.#pending;
    const { customerId } = this.#committed;
    const ended = (isKept: boolean): CallKey[] => events.flatMap((event) => settledKey(event, isKept));
    return {
      lease: this.lease,
      subjectId: customerId ?? this.#place.caseId,
      actorId: this.#world.workerId,
      expectedVersion: this.#committed.seq,
      events,
      status: statusOf(this.#current),
      customerId: this.#current.customerId,
      wakeAt: release === null ? nextWakeAt(this.#current) : release.wakeAt,
      // While the lease lasts the state is in memory; who claims the case next folds what came after the stored one.
      state: release === null ? null : this.#toStore(),
      pauses: pauseRowsOf(this.#committed, this.#place.caseId, events),
      ...ownerChangeOf(this.#committed, this.#current),
      outbox: [...outboxRowsOf(this.#committed, events), ...this.#outbox],
      calls: events.flatMap((event) =>
        event.kind === "call.started" || event.kind === "call.held" ? [event.body.key] : [],
      ),
      totals: {
        expected: this.#expected,
        reserve: [...this.#reserve, ...drawsOf(events, this.#committed, this.#world)],
        book: ended(true),
        release: [...this.#release, ...ended(false)],
      },
      releases: release !== null,
    };
  }

  #toStore(): StoredState | null {
    const { seq } = this.#committed;
    if (seq - this.#storedSeq < eventsBetweenStates) return null;
    return { seq, foldVersion, text: writeStoredState(this.#committed) };
  }

  #settle(placed: readonly Placed[], status: CaseStatus): void {
    const events = this.#pending.flatMap((event, index) => {
      const where = placed[index];
      return where === undefined ? [] : [this.#placedAt(event, where)];
    });
    this.#recent.push(...events);
    this.#committed = events.length === 0 ? this.#committed : foldLog(this.#committed, events, this.#place);
    this.#shownStatus = status;
    this.#forget();
  }

  /** Back to what is committed. */
  #forget(): void {
    this.#current = this.#committed;
    this.#pending = [];
    this.#expected = [];
    this.#reserve = [];
    this.#release = [];
    this.#outbox = [];
    this.#notAfter = null;
  }

  #placedAt(event: NewEvent, { seq, at }: Placed): CaseEvent {
    return { ...event, seq, at, actorId: this.#world.workerId, epoch: this.lease.epoch };
  }
}

/** A total that a call claimed is spent when it is found done, and given back when it is known not to have happened. */
function settledKey(event: NewEvent, isKept: boolean): CallKey[] {
  if (isKept) return event.kind === "call.verified" && event.body.finding.kind === "done" ? [event.body.key] : [];
  const isOver =
    event.kind === "call.ended" && (event.body.outcome.kind === "refused" || event.body.outcome.kind === "failed");
  return isOver ? [event.body.key] : [];
}
