import { z } from "zod";
import { effectEntrySchema, callEntrySchema } from "../../../examples/larkspur/systems/ledger.ts";
import { systemNames } from "../../../examples/larkspur/systems/system-of-record.ts";
import { checkHistory } from "../../check/check-history.ts";
import { eventsOf, type History, type Violation } from "../../check/history.ts";
import { checkSameReplay } from "../../check/same-replay.ts";
import { openLarkspur } from "../../scenarios/larkspur.ts";
import { collectHistory, type ShopLedgers } from "../../sim/collect-history.ts";
import { kernelReplay } from "../../sim/kernel-replay.ts";
import type { Campaign } from "./campaign.ts";
import { tenant } from "./stand-under-attack.ts";
import type { DeliveredWebhook } from "./webhook-doubler.ts";

/** Reads what is left in Postgres and in the shop's ledgers, and says what is wrong with it. */
export async function findViolations(
  campaign: Campaign,
): Promise<{ history: History; violations: readonly Violation[] }> {
  const { stand, people } = campaign;
  const history = await collectHistory({
    store: stand.store,
    tenant,
    shops: [await readLedgers(stand.controlUrl)],
    witnesses: stand.witnesses,
    acknowledged: people.acknowledged,
    blueprint: await openLarkspur(),
  });
  return {
    history,
    violations: [
      ...checkHistory(history),
      ...checkSameReplay(history, kernelReplay).map((sentence) => `I14 same replay: ${sentence}`),
      ...unseenCalls(history).map((sentence) => `I2 intent first: ${sentence}`),
      ...signalProblems(history, [...stand.webhooks.delivered.values()]).map(
        (sentence) => `I8 nothing lost: ${sentence}`,
      ),
      ...[...campaign.problems, ...people.problems].map((sentence) => `seen: ${sentence}`),
    ],
  };
}

const ledgerSchema = z.object({
  effects: z.array(effectEntrySchema).default([]),
  calls: z.array(callEntrySchema).default([]),
});

async function readLedgers(controlUrl: string): Promise<ShopLedgers> {
  const read = async (name: string) => {
    const part = async (which: string): Promise<unknown> =>
      (await fetch(`${controlUrl}/${name}/ledger/${which}`)).json();
    const { effects } = ledgerSchema.parse(await part("effects"));
    const { calls } = ledgerSchema.parse(await part("calls"));
    return { ledger: { effects, calls } };
  };
  const [oms, payments, shipping, mail, calendar, crm] = await Promise.all(systemNames.map(read));
  if (!oms || !payments || !shipping || !mail || !calendar || !crm) throw new Error("A ledger is missing.");
  return { oms, payments, shipping, mail, calendar, crm };
}

/** Every call that a system knows of came past the witness. */
function unseenCalls({ systems, witnesses }: History): string[] {
  const seen = new Set(witnesses.map(({ system, key, attempt }) => `${system} ${key} ${attempt}`));
  return systems.flatMap(({ name, calls }) =>
    calls.flatMap(({ key, attempt }) =>
      seen.has(`${name} ${key} ${attempt}`) ? [] : [`${name} was called with ${key} and nobody saw it.`],
    ),
  );
}

/** A webhook that was acknowledged is one signal in one log, however often it came. */
function signalProblems({ cases }: History, delivered: readonly DeliveredWebhook[]): string[] {
  const signals = cases
    .flatMap((each) => eventsOf(each, "signal.received"))
    .filter(({ body }) => body.source === "shipping");
  const matched = delivered.filter(({ outcomes }) => outcomes.some((outcome) => outcome !== "ignored"));
  const twice = delivered.filter(({ outcomes }) => outcomes.filter((outcome) => outcome === "taken").length > 1);
  return [
    ...twice.map(({ id }) => `The webhook ${id} was taken more than once.`),
    ...(signals.length < matched.length
      ? [`${matched.length} webhooks were acknowledged and ${signals.length} are in logs.`]
      : []),
    ...(signals.length > delivered.length
      ? [`${delivered.length} webhooks came and ${signals.length} are in logs.`]
      : []),
  ];
}
