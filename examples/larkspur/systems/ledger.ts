import { jsonSchema, type Json } from "@purser/contract";
import { z } from "zod";

/**
 * What became of a write. `effect` changed something, `reversal` took an earlier effect back, `noop` was a repeat
 * that changed nothing, `rejected` was refused and changed nothing.
 */
export const effectKindSchema = z.enum(["effect", "noop", "reversal", "rejected"]);
export type EffectKind = z.infer<typeof effectKindSchema>;

const position = { seq: z.int().positive(), tick: z.int() };

export const effectEntrySchema = z.strictObject({
  ...position,
  key: z.string().nullable(),
  /** The customer whose record it is, as the caller named her. */
  subject: z.string().nullable(),
  object: z.string(),
  operation: z.string(),
  args: jsonSchema,
  kind: effectKindSchema,
  /** The id of the record that was made, such as an exchange's. */
  result: z.string().nullable(),
  /** For a reversal the key of the effect that it takes back, when that had one. */
  reverses: z.string().nullable(),
  /** For a refusal its error code. */
  code: z.string().nullable(),
});
export type EffectEntry = z.infer<typeof effectEntrySchema>;

export const callEntrySchema = z.strictObject({
  ...position,
  key: z.string().nullable(),
  attempt: z.int().nullable(),
  caseId: z.string().nullable(),
  method: z.string(),
  path: z.string(),
  args: jsonSchema,
});
export type CallEntry = z.infer<typeof callEntrySchema>;

/** `status` is null and `answer` null when the look-up was left without a readable answer. */
export const readEntrySchema = z.strictObject({
  ...position,
  key: z.string().nullable(),
  path: z.string(),
  status: z.int().nullable(),
  answer: jsonSchema,
});
export type ReadEntry = z.infer<typeof readEntrySchema>;

export const ledgerLineSchema = z.discriminatedUnion("ledger", [
  z.strictObject({ ledger: z.literal("effects"), entry: effectEntrySchema }),
  z.strictObject({ ledger: z.literal("calls"), entry: callEntrySchema }),
  z.strictObject({ ledger: z.literal("reads"), entry: readEntrySchema }),
]);
export type LedgerLine = z.infer<typeof ledgerLineSchema>;

/** Append-only; `seq` counts from 1 without a gap in each of the three. */
export type Ledger = {
  readonly effects: readonly EffectEntry[];
  readonly calls: readonly CallEntry[];
  readonly reads: readonly ReadEntry[];
  /** Effects and reversals made under the key, oldest first; repeats and refusals are not among them. */
  effectsUnder(key: string): readonly EffectEntry[];
};

type Unnumbered<Entry> = Omit<Entry, "seq" | "tick">;

/** The ledger as its system writes it. */
export class LedgerBook implements Ledger {
  readonly effects: EffectEntry[] = [];
  readonly calls: CallEntry[] = [];
  readonly reads: ReadEntry[] = [];
  readonly #clock: () => number;
  readonly #byKey = new Map<string, EffectEntry[]>();
  #unkept: LedgerLine[] = [];

  constructor(clock: () => number, kept: readonly LedgerLine[]) {
    this.#clock = clock;
    for (const line of kept) this.#add(line);
  }

  recordEffect(entry: Unnumbered<EffectEntry>): EffectEntry {
    const numbered = { seq: this.effects.length + 1, tick: this.#clock(), ...entry };
    this.#addNew({ ledger: "effects", entry: numbered });
    return numbered;
  }

  recordCall(entry: Unnumbered<CallEntry>): CallEntry {
    const numbered = { seq: this.calls.length + 1, tick: this.#clock(), ...entry };
    this.#addNew({ ledger: "calls", entry: numbered });
    return numbered;
  }

  recordRead(entry: Unnumbered<ReadEntry>): void {
    this.#addNew({ ledger: "reads", entry: { seq: this.reads.length + 1, tick: this.#clock(), ...entry } });
  }

  effectsUnder(key: string): readonly EffectEntry[] {
    return this.#byKey.get(key) ?? [];
  }

  /** The lines since the last time this was asked: what the keeper has to write. */
  takeUnkept(): readonly LedgerLine[] {
    const lines = this.#unkept;
    this.#unkept = [];
    return lines;
  }

  #addNew(line: LedgerLine): void {
    this.#add(line);
    this.#unkept.push(line);
  }

  #add(line: LedgerLine): void {
    switch (line.ledger) {
      case "effects":
        this.effects.push(line.entry);
        this.#index(line.entry);
        return;
      case "calls":
        this.calls.push(line.entry);
        return;
      case "reads":
        this.reads.push(line.entry);
    }
  }

  #index(entry: EffectEntry): void {
    if (entry.key === null || (entry.kind !== "effect" && entry.kind !== "reversal")) return;
    const known = this.#byKey.get(entry.key);
    if (known === undefined) this.#byKey.set(entry.key, [entry]);
    else known.push(entry);
  }
}

export type LedgerPart = LedgerLine["ledger"];

/** One part of the ledger as it is served. */
export function ledgerPart(ledger: Ledger, part: LedgerPart): Json {
  return { [part]: [...ledger[part]] };
}
