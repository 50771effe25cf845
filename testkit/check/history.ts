import type {
  CaseEvent,
  CaseEventOf,
  CaseId,
  CaseStatus,
  Envelope,
  EventKind,
  Instant,
  Json,
  JsonObject,
} from "@purser/contract";

/** A row of a case's log as it was stored, with its event, body and salt. */
export type StoredRow = { envelope: Envelope; event: CaseEvent; salt: string; body: Json };

export type CaseHistory = {
  caseId: CaseId;
  rows: readonly StoredRow[];
  /** What lists show of the case at the end. */
  end: { status: CaseStatus; wakeAt: Instant | null; isRunnable: boolean };
};

/** What a system of record kept, apart from us. */
export type EffectRecord = {
  seq: number;
  tick: number;
  key: string | null;
  subject: string | null;
  object: string;
  operation: string;
  args: Json;
  kind: "effect" | "noop" | "reversal" | "rejected";
  reverses: string | null;
};
export type CallRecord = {
  seq: number;
  tick: number;
  key: string | null;
  attempt: number | null;
  caseId: string | null;
};
export type SystemHistory = { name: string; effects: readonly EffectRecord[]; calls: readonly CallRecord[] };

/** A call at the moment when it arrived at a system, with the intention that was committed by then. */
export type WitnessRecord = {
  system: string;
  key: string | null;
  attempt: number | null;
  intention: { argsHash: string } | null;
};

/** What the checker is told of a tool; the rest it must find in logs and ledgers. */
export type ToolFacts = {
  freshForMs: number;
  once: "key" | "natural" | "none";
  /** The record that a call with these arguments touches. */
  touches: (args: JsonObject) => string;
};

/** All that was left behind by a run: logs, ledgers and what was acknowledged. */
export type History = {
  cases: readonly CaseHistory[];
  systems: readonly SystemHistory[];
  witnesses: readonly WitnessRecord[];
  /** Deliveries that were answered with a success. */
  acknowledged: readonly { provider: string; deliveryId: string }[];
  tools: Readonly<Record<string, ToolFacts>>;
  /** What a model was asked, in order: the proposals that it saw, and the text of the prompt. */
  prompts: readonly PromptRecord[];
  /** What went to operators. */
  lines: readonly string[];
  /** Keys whose requests a system, or the way to it, carried out twice. */
  doubled: ReadonlySet<string>;
  /** What else was made of a case, such as its trace or what a model was shown. */
  outputs: readonly Output[];
  shop: ShopFacts;
  /** When the run was over; null when nobody waited for its end. */
  endedAt: Instant | null;
};

export type PromptRecord = { caseId: string; proposals: readonly string[]; text: string };

export type Canary = { text: string; subject: string | null };

export type Output = { where: string; caseId: string; text: string };

/** What is known of the shop apart from us: whose is what, and what was paid for it before anything happened. */
export type ShopFacts = {
  /** The customer of each record, by its id in the ledgers. */
  owners: Readonly<Record<string, string>>;
  paidMinor: Readonly<Record<string, number>>;
  /** What nobody but this customer may read; null is for what nobody may read at all. */
  canaries: readonly Canary[];
  /** What nobody can have written who has not read it: it may stand nowhere in what is kept of another's case. */
  planted: readonly Canary[];
  /** The greatest refund without anybody's yes: by the blueprint of this hash, and by another that came into force later. */
  smallRefund: {
    published: { blueprintHash: string; mostMinor: number };
    changed: { fromAt: Instant; mostMinor: number } | null;
  };
};

/** A violation of an invariant, as a sentence. */
export type Violation = string;

/** The events of a case of one kind, in order. */
export function eventsOf<Kind extends EventKind>(history: CaseHistory, kind: Kind): readonly CaseEventOf<Kind>[] {
  return eventsIn(history).filter((event): event is CaseEventOf<Kind> => event.kind === kind);
}

/** The customer whom a case is about, as the log says; null while nobody knows. */
export function subjectOf(history: CaseHistory): string | null {
  const opened = eventsOf(history, "case.opened")[0]?.body.customerRef ?? null;
  return opened ?? eventsOf(history, "identity.changed").find(({ body }) => body.customer)?.body.customer?.ref ?? null;
}

export function eventsIn({ rows }: CaseHistory): readonly CaseEvent[] {
  return rows.map(({ event }) => event);
}

/** Effects and reversals: what really changed something. */
export function changesIn(systems: readonly SystemHistory[]): readonly (EffectRecord & { system: string })[] {
  return systems.flatMap(({ name, effects }) =>
    effects
      .filter(({ kind }) => kind === "effect" || kind === "reversal")
      .map((effect) => ({ ...effect, system: name })),
  );
}

/** Groups by what `nameOf` gives. */
export function groupBy<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const known = groups.get(nameOf(item));
    if (known === undefined) groups.set(nameOf(item), [item]);
    else known.push(item);
  }
  return groups;
}
