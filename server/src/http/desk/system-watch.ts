import { epochMsOf, type Instant, type MissingSetting, type SystemState } from "@purser/contract";
import type { RemoteReply, SystemClient, SystemReply, Systems } from "@purser/kit";
import { inTime } from "../in-time.ts";

/** What is known of a system without asking it. */
export type WatchedSystem = {
  name: string;
  kind: SystemState["kind"];
  hasAddress: boolean;
  /** What it needs and has not. */
  missing: () => Promise<readonly MissingSetting[]>;
};

export type SystemWatch = {
  /** The same ways, on which it is seen what became of each call. */
  systems: Systems;
  /** How each is doing now; one that was not heard of lately is asked, and nobody waits longer than three seconds. */
  read: (watched: readonly WatchedSystem[]) => Promise<SystemState[]>;
};

const answersWithinMs = 3000;
/** Who was heard of so lately is not asked. */
const freshMs = 15_000;
const minuteMs = 60_000;
const countedMinutes = 60;

/** Watches ways to systems of record. It keeps what this process has seen, in bounded memory, and nothing of what was said. */
export function watchSystems(systems: Systems, now: () => Instant): SystemWatch {
  const sights = new Map(Object.entries(systems).map(([name, client]) => [name, new Sight(client, now)]));
  return {
    systems: Object.fromEntries([...sights].map(([name, sight]) => [name, sight.watched()])),
    read: (watched) => Promise.all(watched.map((system) => stateOf(system, sights.get(system.name), now))),
  };
}

async function stateOf(system: WatchedSystem, sight: Sight | undefined, now: () => Instant): Promise<SystemState> {
  const { name, kind } = system;
  const missing = [...(await system.missing())];
  if (!system.hasAddress || sight === undefined) {
    const none = { lastAnswerAt: null, why: "Nobody gave an address for it.", calls: { made: 0, failed: 0 }, missing };
    return { name, kind, reach: "no-address", since: sight?.startedAt ?? now(), ...none };
  }
  await sight.look();
  return { name, kind, ...sight.now(), missing };
}

type Answer = { isThere: boolean; isFailure: boolean; why: string | null };

/** One system, as it was seen. */
class Sight {
  readonly startedAt: Instant;
  readonly #client: SystemClient;
  readonly #now: () => Instant;
  /** By minute since 1970. */
  readonly #calls = new Map<number, { made: number; failed: number }>();
  #seen: Pick<SystemState, "reach" | "since" | "why"> | null = null;
  #lastAnswerAt: Instant | null = null;
  #heardAt: Instant | null = null;
  #looking: Promise<void> | null = null;

  constructor(client: SystemClient, now: () => Instant) {
    this.#client = client;
    this.#now = now;
    this.startedAt = now();
  }

  watched(): SystemClient {
    const client = this.#client;
    const call = client.call?.bind(client);
    return {
      request: async (request) => {
        const reply = await client.request(request);
        this.#note(answerOf(reply), true);
        return reply;
      },
      ...(call === undefined
        ? {}
        : {
            call: async (asked) => {
              const reply = await call(asked);
              this.#note(answerOfRemote(reply), true);
              return reply;
            },
          }),
    };
  }

  /** Asks whether it is there, unless it was heard of lately; what is asked while an answer is on its way is asked once. */
  look(): Promise<void> {
    const isFresh = this.#heardAt !== null && epochMsOf(this.#now()) - epochMsOf(this.#heardAt) < freshMs;
    if (isFresh) return Promise.resolve();
    return (this.#looking ??= this.#ask().finally(() => (this.#looking = null)));
  }

  async #ask(): Promise<void> {
    const client = this.#client;
    const asked = client.reach?.() ?? client.request({ method: "GET", path: "/", timeoutMs: answersWithinMs });
    const reply = await inTime(asked, answersWithinMs);
    const late = {
      isThere: false,
      isFailure: true,
      why: `It does not answer within ${answersWithinMs / 1000} seconds.`,
    };
    this.#note(reply === "late" ? late : answerOf(reply), false);
  }

  #note({ isThere, isFailure, why }: Answer, isCall: boolean): void {
    const at = this.#now();
    const reach = isThere ? "reachable" : "unreachable";
    this.#seen = { reach, since: this.#seen?.reach === reach ? this.#seen.since : at, why: isThere ? null : why };
    this.#heardAt = at;
    if (isThere) this.#lastAnswerAt = at;
    if (isCall) this.#count(at, isFailure);
  }

  #count(at: Instant, isFailure: boolean): void {
    const minute = Math.floor(epochMsOf(at) / minuteMs);
    const known = this.#calls.get(minute) ?? { made: 0, failed: 0 };
    this.#calls.set(minute, { made: known.made + 1, failed: known.failed + (isFailure ? 1 : 0) });
    for (const old of this.#calls.keys()) if (old <= minute - countedMinutes) this.#calls.delete(old);
  }

  now(): Pick<SystemState, "reach" | "since" | "why" | "lastAnswerAt" | "calls"> {
    const first = Math.floor(epochMsOf(this.#now()) / minuteMs) - countedMinutes;
    const counted = [...this.#calls].flatMap(([minute, calls]) => (minute > first ? [calls] : []));
    const seen = this.#seen ?? { reach: "unreachable", since: this.startedAt, why: "It was not asked yet." };
    return {
      ...seen,
      lastAnswerAt: this.#lastAnswerAt,
      calls: {
        made: counted.reduce((sum, { made }) => sum + made, 0),
        failed: counted.reduce((sum, { failed }) => sum + failed, 0),
      },
    };
  }
}

/** That it refuses what we ask is its answer; that it does not know us, or cannot, is a failure. */
function answerOf(reply: SystemReply): Answer {
  if (reply.kind === "answered")
    return { isThere: true, isFailure: reply.status >= 500 || [401, 403].includes(reply.status), why: null };
  if (reply.kind === "garbled") return { isThere: true, isFailure: true, why: null };
  return { isThere: false, isFailure: true, why: reply.detail };
}

function answerOfRemote(reply: RemoteReply): Answer {
  if (reply.kind === "notSent" || reply.kind === "noAnswer")
    return { isThere: false, isFailure: true, why: reply.detail };
  return { isThere: true, isFailure: !["answered", "reported", "refused"].includes(reply.kind), why: null };
}
