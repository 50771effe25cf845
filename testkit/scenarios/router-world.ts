import {
  type CaseEvent,
  type CaseId,
  type ErrorCode,
  type EventBody,
  epochMsOf,
  messageIdSchema,
} from "@purser/contract";
import type { CaseView, Reasoner, Thought } from "../../server/src/agent/reasoner.ts";
import { createRouter, type Router } from "../../server/src/agent/router/router.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { receiveMessage } from "../../server/src/conversations/receive-message.ts";
import { checkHistory } from "../check/check-history.ts";
import { collectHistory } from "../sim/collect-history.ts";
import { openSimulation, type Simulation } from "../sim/simulation.ts";
import { larkspurOnce } from "./larkspur-once.ts";
import { opensChat } from "./opens-chat.ts";

type Settings = Partial<Blueprint["settings"]>;
type Size = "small" | "frontier";
type Outage = { fromMs: number; toMs: number };

/** A provider: it answers every message, costs what it is said to, is away or answers badly while it is said to. */
type Provider = { sure: number; tokens: number; costMicros: number; outage?: Outage; unusable?: ErrorCode };

const settled: Record<Size, Provider> = {
  small: { sure: 0.95, tokens: 100, costMicros: 1_000 },
  frontier: { sure: 0.99, tokens: 300, costMicros: 20_000 },
};

export type RouterWorldOptions = {
  settings?: Settings;
  models?: Partial<Record<Size, Partial<Provider>>>;
  workers?: number;
};

/** A shop whose rules understand what begins with "rules:", and whose models understand everything. */
export class RouterWorld {
  readonly simulation: Simulation;
  readonly router: Router;
  /** Which model was asked, in order; also in vain. */
  readonly asked: readonly Size[];
  #sent = 0;

  private constructor(simulation: Simulation, router: Router, asked: readonly Size[]) {
    this.simulation = simulation;
    this.router = router;
    this.asked = asked;
  }

  static async open({ settings = {}, models = {}, workers = 1 }: RouterWorldOptions = {}): Promise<RouterWorld> {
    const opened = await larkspurOnce();
    const asked: Size[] = [];
    let startedAtMs: number | null = null;
    const modelOf = (size: Size): Reasoner => {
      const provider = { ...settled[size], ...models[size] };
      return {
        name: `${size}-model`,
        think: async (view) => {
          asked.push(size);
          const sinceMs = epochMsOf(view.now) - (startedAtMs ?? 0);
          const { outage } = provider;
          if (outage !== undefined && sinceMs >= outage.fromMs && sinceMs < outage.toMs)
            throw new Error("The provider answered 503.");
          const thought = modelThought(view, size, provider);
          return provider.unusable === undefined ? thought : { ...thought, unusable: provider.unusable };
        },
      };
    };
    const router = createRouter({
      rules,
      models: { small: modelOf("small"), frontier: modelOf("frontier") },
      onTrouble: () => undefined,
    });
    const simulation = await openSimulation({
      seed: 1,
      blueprint: { ...opened, settings: { ...opened.settings, ...settings } },
      reasoner: router,
      workers,
    });
    startedAtMs = epochMsOf(simulation.clock.now());
    return new RouterWorld(simulation, router, asked);
  }

  async opens(text: string): Promise<CaseId> {
    const { landmarks, desk } = this.simulation;
    const { text: said, ...delivery } = this.#message(text);
    return opensChat(landmarks.pendingOrder.customerRef, said, desk, delivery);
  }

  async says(caseId: CaseId, text: string): Promise<void> {
    await receiveMessage(caseId, this.#message(text), this.simulation.desk);
  }

  /** Lets so many minutes go by. */
  async pass(minutes = 1): Promise<void> {
    const { clock, run } = this.simulation;
    const untilMs = epochMsOf(clock.now()) + minutes * 60_000;
    await run(() => false, { hours: minutes / 60 });
    // It ends early where nothing is left to happen.
    clock.advance(Math.max(0, untilMs - epochMsOf(clock.now())));
  }

  async state(caseId: CaseId) {
    return (await readCaseNow(caseId, this.simulation.desk)).state;
  }

  async events(caseId: CaseId): Promise<readonly CaseEvent[]> {
    const log = await this.simulation.store.readEvents("main", caseId, 0, 1_000);
    return log.flatMap(({ event }) => event ?? []);
  }

  async chosen(caseId: CaseId): Promise<readonly EventBody<"route.chosen">[]> {
    return (await this.events(caseId)).flatMap((event) => (event.kind === "route.chosen" ? [event.body] : []));
  }

  async routes(caseId: CaseId): Promise<readonly string[]> {
    return (await this.chosen(caseId)).map(({ route }) => route);
  }

  async spending(caseId: CaseId): Promise<readonly EventBody<"budget.spent">[]> {
    return (await this.events(caseId)).flatMap((event) => (event.kind === "budget.spent" ? [event.body] : []));
  }

  async handoffs(caseId: CaseId): Promise<readonly EventBody<"handoff.made">[]> {
    return (await this.events(caseId)).flatMap((event) => (event.kind === "handoff.made" ? [event.body] : []));
  }

  async told(caseId: CaseId): Promise<readonly string[]> {
    return (await this.events(caseId)).flatMap((event) => (event.kind === "message.sent" ? [event.body.text] : []));
  }

  /** What the invariants say against all that was left behind. */
  async violations(): Promise<readonly string[]> {
    const { simulation } = this;
    return checkHistory(
      await collectHistory({ ...simulation, shops: [simulation.systems], tenant: "main", acknowledged: [] }),
    );
  }

  #message(text: string) {
    this.#sent += 1;
    return { text, provider: "chat", deliveryId: `said-${this.#sent}` };
  }
}

function unreadOf({ state, messages }: CaseView): CaseView["messages"] {
  const from = state.unreadFromSeq ?? Number.POSITIVE_INFINITY;
  return messages.filter(({ seq, direction }) => direction === "in" && seq >= from);
}

/** What is understood by pattern, and nothing else. */
const rules: Reasoner = {
  name: "rules",
  keepsToAllowance: true,
  think: async (view) => {
    const unread = unreadOf(view);
    const isKnown = unread.every(({ text }) => text.startsWith("rules:"));
    const understood = unread.map(({ id }) => understoodAs(id, isKnown ? 0.99 : null));
    const text = isKnown ? "By the rules." : "I am not sure that I can help with that.";
    const step = { kind: "reply" as const, reply: { text, claims: [] } };
    return { understood, step, reason: "As the rules say." };
  },
};

function modelThought(view: CaseView, size: Size, { sure, tokens, costMicros }: Provider): Thought {
  const [question, lookup] = ["knowledge", "search_knowledge"];
  const unread = unreadOf(view);
  const understood = unread.map(({ id }) => understoodAs(id, sure));
  const cost = { tokens, costMicros };
  const asked = unread.find(({ text }) => text.startsWith(`${question}:`));
  if (asked !== undefined)
    return {
      understood,
      step: { kind: "lookup", calls: [{ tool: lookup, args: { question: asked.text } }] },
      reason: "The pages say it.",
      cost,
    };
  return {
    understood,
    step: { kind: "reply", reply: { text: `By the ${size} model.`, claims: [] } },
    reason: "It is answered.",
    cost,
  };
}

function understoodAs(id: string, confidence: number | null): EventBody<"message.understood"> {
  const requests = confidence === null ? [] : [{ procedure: "question", confidence, slots: {} }];
  const nothing = { reasoner: "any", alternatives: [], wantsPerson: false, frustrated: false, values: {} };
  const next = confidence === null ? ("decline" as const) : ("act" as const);
  return { ...nothing, messageId: messageIdSchema.parse(id), requests, next };
}
