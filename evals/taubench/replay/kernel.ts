import { randomBytes } from "node:crypto";
import type { CaseId, IdOf, IdPrefix, Judgement, ProposedStep, ToolCall } from "@purser/contract";
import type { Systems } from "@purser/kit";
import { idFromBytes, keyBytes } from "@purser/kit/audit";
import { FakeClock } from "@purser/kit/testing";
import type { CaseView, Thought } from "../../../server/src/agent/reasoner.ts";
import type { Blueprint } from "../../../server/src/blueprint/blueprint.ts";
import type { CaseStore } from "../../../server/src/cases/case-store.ts";
import { answerPause } from "../../../server/src/conversations/pauses/answer-pause.ts";
import { type Desk, openDesk } from "../../../server/src/conversations/desk.ts";
import { openCase } from "../../../server/src/conversations/open-case.ts";
import { readCaseNow } from "../../../server/src/conversations/read-case-now.ts";
import { openMemoryStore } from "../../../server/src/store/memory/memory-store.ts";
import { runCase } from "../../../server/src/worker/run-case.ts";
import type { World } from "../../../server/src/worker/world.ts";

/** "Now" of all recorded conversations: 2024-05-15 15:00 EST. */
const recordedNow = "2024-05-15T20:00:00Z";
const tenant = "main";
const leaseMs = 30_000;

/** A recorded write with what is known of the customer when it is proposed. */
export type RecordedWrite = {
  call: ToolCall;
  /** Who she has shown herself to be; null while nobody knows. */
  customerRef: string | null;
  /** Her last words. */
  text: string;
  /** Answers the question for her confirmation. */
  assents: () => boolean;
};

/** What became of a proposal: the first judgement, her answer where she was asked, and whether the call was made. */
export type Proposed = { judgement: Judgement; assent: boolean | null; isDone: boolean };

/**
 * The product's kernel about one conversation: each write is a proposal that is judged, paused, judged again and called
 * as in production. Only the reasoner is replaced: it proposes what was recorded.
 */
export class Kernel {
  readonly #world: World;
  readonly #desk: Desk;
  readonly #store: CaseStore;
  #call: ToolCall = { tool: "", args: {} };
  #opened = 0;

  constructor(blueprint: Blueprint, systems: Systems) {
    const clock = new FakeClock(recordedNow);
    this.#store = openMemoryStore({ clock, random: randomBytes, masterKey: randomBytes(keyBytes) });
    // Measured is what the guard says of a proposal, not which messages a person answers from the start.
    this.#desk = openDesk(
      { tenant, store: this.#store, id: makeId },
      () => blueprint,
      () => null,
    );
    this.#world = {
      tenant,
      workerId: "replay",
      now: () => clock.now(),
      sleep: async () => undefined,
      id: makeId,
      store: this.#store,
      systems,
      reasoner: { name: "recorded", think: async (view) => this.#think(view) },
      blueprints: { inForce: () => blueprint, pinned: async () => blueprint },
      deploymentSecret: randomBytes(keyBytes),
      log: () => undefined,
    };
  }

  async propose({ call, customerRef, text, assents }: RecordedWrite): Promise<Proposed> {
    this.#call = call;
    this.#opened += 1;
    const { caseId } = await openCase(
      {
        trigger: { kind: "message", name: "chat" },
        channel: "chat",
        customerRef,
        identity: { level: customerRef === null ? 0 : 2, method: "recorded", expiresAt: null },
        message: { text, provider: "recorded", deliveryId: String(this.#opened) },
      },
      this.#desk,
    );
    await this.#work();
    const assent = await this.#answer(caseId, assents);
    await this.#work();
    const events = await this.#store.readEvents(tenant, caseId, 0, 1_000);
    const judgement = events.flatMap(({ event }) =>
      event?.kind === "proposal.judged" ? [event.body.judgement] : [],
    )[0];
    if (judgement === undefined) throw new Error(`${caseId} was not judged.`);
    const isDone = events.some(({ event }) => event?.kind === "call.ended" && event.body.outcome.kind === "done");
    return { judgement, assent, isDone };
  }

  /** Her yes answers the pause as she would; where she gave none the question stays open. Null when she was not asked. */
  async #answer(caseId: CaseId, assents: () => boolean): Promise<boolean | null> {
    const { row, state } = await readCaseNow(caseId, this.#desk);
    const pause = state.pauses.find(({ kind }) => kind === "confirm");
    if (pause === undefined) return null;
    if (!assents()) return false;
    const by = {
      kind: "customer",
      id: row.customerId ?? caseId,
      role: null,
      authenticated: "recorded",
      surface: "api",
    } as const;
    await answerPause(pause.pauseId, { digest: pause.digest, decision: "yes" }, by, this.#desk);
    return true;
  }

  async #work(): Promise<void> {
    for (;;) {
      const [leased] = await this.#store.claim({ tenant, workerId: "replay", leaseMs, limit: 1 });
      if (leased === undefined) return;
      await runCase(leased, this.#world);
    }
  }

  /** Proposes the recorded write, and then nothing more. */
  #think({ state }: CaseView): Thought {
    const step: ProposedStep =
      state.finished.length === 0
        ? { kind: "call", call: this.#call }
        : { kind: "resolve", summary: "The recorded write is over.", reply: { text: "That is all.", claims: [] } };
    return { understood: [], step, reason: "So it was recorded." };
  }
}

function makeId<Prefix extends IdPrefix>(prefix: Prefix): IdOf<Prefix> {
  return idFromBytes(prefix, randomBytes(16));
}
