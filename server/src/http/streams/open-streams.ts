import { PurserError } from "@purser/contract";

/** Whoever follows something as it happens. */
export type Follower = {
  kind: "visitor" | "session" | "key";
  /** The conversation, session or key that the stream belongs to. */
  holder: string;
  /** Aborted when the client goes away, or its time is over. */
  gone: AbortSignal;
  /** Whether they may still be told what there is; `hasNews` where it is about to be told. */
  mayGoOn: (hasNews: boolean) => Promise<boolean>;
};

export type StreamBounds = {
  /** Of one holder: beyond that the one that was opened first is closed, which is the likeliest to have lost its reader. */
  perHolder: Readonly<Record<Follower["kind"], number>>;
  /** Of all together in this process. Visitors have a bound of their own, so that they keep nobody from the desk. */
  visitors: number;
  others: number;
};

export const streamBounds: StreamBounds = {
  perHolder: { visitor: 8, session: 16, key: 200 },
  visitors: 2_000,
  others: 600,
};

const againMs = 5_000;

type Place = { holder: string; isVisitors: boolean; close: () => void };

/** The streams of server-sent events that a process has open. */
export class OpenStreams {
  readonly #bounds: StreamBounds;
  /** In the order in which they were opened. */
  readonly #places = new Set<Place>();

  constructor(bounds: StreamBounds) {
    this.#bounds = bounds;
  }

  /** Takes a place until the signal is aborted or `leave` is called. Throws PUR-1013 when all are taken. */
  take({ kind, holder, gone }: Follower): { ended: AbortSignal; leave: () => void } {
    const isVisitors = kind === "visitor";
    const theirs = [...this.#places].filter((place) => place.holder === holder);
    if (theirs.length >= this.#bounds.perHolder[kind]) theirs[0]?.close();
    else this.#refuseBeyond(isVisitors);
    const closing = new AbortController();
    const place: Place = { holder, isVisitors, close: () => closing.abort() };
    const ended = AbortSignal.any([gone, closing.signal]);
    const leave = (): void => void this.#places.delete(place);
    this.#places.add(place);
    if (ended.aborted) leave();
    ended.addEventListener("abort", leave, { once: true });
    return { ended, leave };
  }

  /** Closes what a session, key or conversation has open. */
  closeOf(holder: string): void {
    for (const place of this.#places) if (place.holder === holder) place.close();
  }

  /** How many are open, and how many may be. */
  readings(): readonly { of: "visitors" | "others"; open: number; most: number }[] {
    return [
      { of: "visitors", open: this.#countOf(true), most: this.#bounds.visitors },
      { of: "others", open: this.#countOf(false), most: this.#bounds.others },
    ];
  }

  #countOf(isVisitors: boolean): number {
    return [...this.#places].filter((place) => place.isVisitors === isVisitors).length;
  }

  #refuseBeyond(isVisitors: boolean): void {
    const most = isVisitors ? this.#bounds.visitors : this.#bounds.others;
    const open = this.#countOf(isVisitors);
    if (open >= most) throw new PurserError("PUR-1013", `${open} are open.`, { retryAfterMs: againMs });
  }
}
