import type { VisitorEntry } from "@purser/contract";
import type { View } from "./conversation.ts";

type EntryOf<Kind extends VisitorEntry["kind"]> = Extract<VisitorEntry, { kind: Kind }>;

/** One thing in the list of what was said. */
export type Item =
  | { kind: "message"; key: string; entry: EntryOf<"message">; isFirstOfRow: boolean }
  | { kind: "question"; key: string; asked: EntryOf<"asked">; settled: EntryOf<"settled">["how"] | null }
  | { kind: "note"; key: string; entry: EntryOf<"handed-over" | "joined" | "left" | "resolved"> };

/** A question stands once, where it was asked: with its buttons it takes the place of the message that asks it. */
export function itemsOf(entries: readonly VisitorEntry[]): readonly Item[] {
  const settled = new Map(
    entries.flatMap((entry): [string, EntryOf<"settled">["how"]][] =>
      entry.kind === "settled" ? [[entry.pauseId, entry.how]] : [],
    ),
  );
  const asked = new Set(entries.flatMap((entry) => (entry.kind === "asked" ? [entry.pauseId] : [])));
  const told = new Set<string>();
  let lastFrom: string | null = null;
  return entries.flatMap((entry): Item[] => {
    const key = String(entry.seq);
    if (entry.kind === "message") {
      const isTheQuestion = entry.asks !== null && asked.has(entry.asks) && !told.has(entry.asks);
      if (entry.asks !== null) told.add(entry.asks);
      if (isTheQuestion) return [];
      const isFirstOfRow = entry.from !== lastFrom;
      lastFrom = entry.from;
      return [{ kind: "message", key, entry, isFirstOfRow }];
    }
    if (entry.kind === "settled" || entry.kind === "rated" || entry.kind === "reopened" || entry.kind === "closed")
      return [];
    lastFrom = null;
    if (entry.kind === "asked")
      return [{ kind: "question", key, asked: entry, settled: settled.get(entry.pauseId) ?? null }];
    return [{ kind: "note", key, entry }];
  });
}

export type Owner = { kind: "agent" } | { kind: "queue" } | { kind: "person"; name: string | null };

/** Who has the conversation now. */
export function ownerOf(entries: readonly VisitorEntry[]): Owner {
  return entries.reduce<Owner>(
    (owner, entry) => {
      switch (entry.kind) {
        case "handed-over":
          return owner.kind === "agent" ? { kind: "queue" } : owner;
        case "joined":
          return { kind: "person", name: entry.name };
        case "left":
          return entry.returnsToAgent ? { kind: "agent" } : { kind: "queue" };
        case "resolved":
        case "closed":
          return { kind: "agent" };
        case "message":
        case "asked":
        case "settled":
        case "reopened":
        case "rated":
          return owner;
        default:
          return entry satisfies never;
      }
    },
    { kind: "agent" },
  );
}

/** Whether the agent is at something: she has written or answered, and nothing has come back yet. */
export function isBusy({ entries }: Pick<View, "entries">): boolean {
  if (ownerOf(entries).kind !== "agent") return false;
  const last = entries.findLast(({ kind }) => kind === "message" || kind === "settled" || kind === "asked");
  if (last === undefined || entries.some((entry) => entry.seq > last.seq && isEnd(entry))) return false;
  if (last.kind === "message") return last.from === "customer";
  return last.kind === "settled" && last.how === "yes";
}

function isEnd({ kind }: VisitorEntry): boolean {
  return kind === "resolved" || kind === "closed" || kind === "handed-over";
}

export type Stage = "going-on" | "resolved" | "closed";

/** How the conversation stands for her; who writes after it was resolved goes on with it. */
export function stageOf(entries: readonly VisitorEntry[]): Stage {
  return entries.reduce<Stage>((stage, entry) => {
    if (entry.kind === "closed") return "closed";
    if (entry.kind === "resolved") return "resolved";
    const goesOn = entry.kind === "reopened" || (entry.kind === "message" && entry.from === "customer");
    return goesOn && stage === "resolved" ? "going-on" : stage;
  }, "going-on");
}

/** Whether she has said how it was, since it came to an end. */
export function isRated(entries: readonly VisitorEntry[]): boolean {
  const ended = entries.findLast(({ kind }) => kind === "resolved" || kind === "closed")?.seq ?? 0;
  const rated = entries.findLast(({ kind }) => kind === "rated")?.seq ?? 0;
  const wrote = entries.findLast((entry) => entry.kind === "message" && entry.from === "customer")?.seq ?? 0;
  return rated > Math.min(ended, wrote) && rated > wrote;
}

/** Messages that came in after an entry, from us. */
export function unreadAfter(entries: readonly VisitorEntry[], seq: number): number {
  return entries.filter((entry) => entry.seq > seq && (entry.kind === "asked" || isFromUs(entry))).length;
}

function isFromUs(entry: VisitorEntry): boolean {
  return entry.kind === "message" && entry.from !== "customer" && entry.asks === null;
}
