import { jsonObjectSchema, type JsonObject } from "@purser/contract";
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ledgerLineSchema, type LedgerLine } from "./ledger.ts";

export type Kept = { state: JsonObject | null; lines: readonly LedgerLine[] };

/** Where a system keeps its state and ledger over a restart. `save` returns when both are kept. */
export type Keeper = {
  load(): Kept;
  /** `state` is null when the request changed none. */
  save(lines: readonly LedgerLine[], state: JsonObject | null): void;
};

/** Keeps nothing: a restart begins with the seeded data. */
export const memoryKeeper: Keeper = { load: () => ({ state: null, lines: [] }), save: () => undefined };

const snapshotSchema = z.strictObject({ state: jsonObjectSchema, lines: z.array(ledgerLineSchema) });

/**
 * Keeps `ledger.jsonl` (one entry a line) and `state.json` in a folder.
 *
 * The renaming of `state.json` is the commit: it carries the lines of its own change too, so a process that is killed
 * between the two files has lost neither. Nothing is flushed to the disk: it survives a kill, not a power cut.
 */
export function openFileKeeper(folder: string): Keeper {
  const ledgerFile = join(folder, "ledger.jsonl");
  const stateFile = join(folder, "state.json");
  const append = (lines: readonly LedgerLine[]) =>
    appendFileSync(ledgerFile, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  mkdirSync(folder, { recursive: true });
  return {
    load() {
      const lines = readLines(ledgerFile);
      if (!existsSync(stateFile)) return { state: null, lines };
      const snapshot = snapshotSchema.parse(JSON.parse(readFileSync(stateFile, "utf8")));
      const missing = snapshot.lines.filter((line) => !lines.some((known) => isSameEntry(known, line)));
      append(missing);
      return { state: snapshot.state, lines: [...lines, ...missing] };
    },
    save(lines, state) {
      if (state !== null) {
        writeFileSync(`${stateFile}.new`, JSON.stringify({ state, lines }));
        renameSync(`${stateFile}.new`, stateFile);
      }
      append(lines);
    },
  };
}

/** The whole lines of the file; a last line that was cut by a kill is removed from it. */
function readLines(file: string): readonly LedgerLine[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  if (whole.length < text.length) writeFileSync(file, whole);
  return whole
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ledgerLineSchema.parse(JSON.parse(line)));
}

function isSameEntry(left: LedgerLine, right: LedgerLine): boolean {
  return left.ledger === right.ledger && left.entry.seq === right.entry.seq;
}
