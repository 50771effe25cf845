import type { LedgerEffect, SystemClient } from "@purser/kit";
import { z } from "zod";

const ledgerSchema = z.object({
  effects: z.array(
    z.object({
      key: z.string().nullable(),
      operation: z.string(),
      object: z.string(),
      kind: z.enum(["effect", "noop", "reversal", "rejected"]),
      args: z.json(),
      result: z.string().nullable(),
    }),
  ),
});

export type Ledgers = Readonly<Record<string, readonly LedgerEffect[]>>;

/** What the systems of record say that they did, asked over HTTP; without what others did under these keys. */
export async function readLedgers(
  control: SystemClient,
  systems: readonly string[],
  othersKeys: ReadonlySet<string>,
): Promise<Ledgers> {
  const ledgers: Record<string, readonly LedgerEffect[]> = {};
  for (const system of systems) {
    const reply = await control.request({ method: "GET", path: `/${system}/ledger/effects` });
    if (reply.kind !== "answered" || reply.status !== 200) throw new Error(`The ledger of ${system} cannot be read.`);
    const { effects } = ledgerSchema.parse(reply.body);
    ledgers[system] = effects.filter(({ key }) => key === null || !othersKeys.has(key));
  }
  return ledgers;
}

/** Effects by system and operation, such as `{ oms: { address: 1 } }`; refusals and repeats changed nothing. */
export function countEffects(ledgers: Ledgers): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const [system, effects] of Object.entries(ledgers)) {
    for (const { operation } of effects.filter(hasChanged)) {
      const ofSystem = (counts[system] ??= {});
      ofSystem[operation] = (ofSystem[operation] ?? 0) + 1;
    }
  }
  return counts;
}

export function hasChanged({ kind }: LedgerEffect): boolean {
  return kind === "effect" || kind === "reversal";
}
