import type { Instant } from "@purser/contract";
import type { EffectEntry, Ledger } from "../../examples/larkspur/systems/ledger.ts";
import type { Landmark, Landmarks } from "../../examples/larkspur/systems/landmarks.ts";
import { type SystemName, systemNames } from "../../examples/larkspur/systems/system-of-record.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import type { CaseRow, CaseStore, Page, StoredEvent } from "../../server/src/cases/case-store.ts";
import type { CaseHistory, History, PromptRecord, ShopFacts, StoredRow, ToolFacts } from "../check/history.ts";
import { smallRefundMinor } from "../scenarios/larkspur.ts";
import type { Acknowledged } from "../scenarios/stage.ts";
import type { Witness } from "./witness.ts";

/** What the systems of one shop kept, in this process or read from another. */
export type ShopLedgers = Readonly<Record<SystemName, { ledger: Pick<Ledger, "effects" | "calls"> }>>;

export type Remains = {
  store: CaseStore;
  tenant: string;
  /** One shop, or one for each case. */
  shops: readonly ShopLedgers[];
  witnesses: readonly Promise<Witness>[];
  acknowledged: readonly Acknowledged[];
  blueprint: Blueprint;
  landmarks?: Landmarks;
  prompts?: readonly PromptRecord[];
  logged?: readonly object[];
  doubled?: ReadonlySet<string>;
  outputs?: History["outputs"];
  planted?: ShopFacts["planted"];
  /** Of every record of the shop, where the landmarks alone do not tell. */
  records?: Pick<ShopFacts, "owners" | "paidMinor">;
  endedAt?: Instant;
  changed?: ShopFacts["smallRefund"]["changed"];
};

const largestPage = 1_000;

/** Brings together what a run left behind: the one adapter between our store, the example's ledgers and the checker. */
export async function collectHistory(remains: Remains): Promise<History> {
  const { store, tenant, shops, witnesses, acknowledged, blueprint } = remains;
  const rows = await readAllCases(store, tenant);
  const cases: CaseHistory[] = [];
  for (const { caseId, status, wakeAt, isRunnable, version } of rows) {
    const log = await store.readEvents(tenant, caseId, 0, version);
    cases.push({ caseId, rows: log.flatMap(storedRow), end: { status, wakeAt, isRunnable } });
  }
  const seen = await Promise.all(witnesses);
  return {
    cases,
    systems: shops.flatMap((shop) =>
      systemNames.map((name) => ({
        name,
        effects: shop[name].ledger.effects.filter(isOurs),
        calls: shop[name].ledger.calls.filter(isOurs),
      })),
    ),
    witnesses: seen.filter(({ call }) => isOurs(call)).map(witnessRecord),
    acknowledged,
    tools: toolFacts(blueprint),
    prompts: remains.prompts ?? [],
    lines: (remains.logged ?? []).map((line) => JSON.stringify(line)),
    doubled: remains.doubled ?? new Set(),
    outputs: remains.outputs ?? [],
    shop: shopFacts(remains),
    endedAt: remains.endedAt ?? null,
  };
}

/** The shop's own people change things too, by hand, under keys that say so. */
function isOurs({ key }: Pick<EffectEntry, "key">): boolean {
  return key === null || !key.startsWith("by-hand");
}

function witnessRecord({ system, call, intention }: Witness): History["witnesses"][number] {
  return {
    system,
    key: call.key,
    attempt: call.attempt,
    intention: intention === null ? null : { argsHash: intention.body.argsHash },
  };
}

function shopFacts({ landmarks, ...remains }: Remains): ShopFacts {
  const everybody: readonly Landmark[] = landmarks === undefined ? [] : Object.values(landmarks);
  const owned = everybody.flatMap(({ customerRef, orders, subscriptionId, appointmentId }) =>
    [customerRef, ...orders.flatMap(({ orderId, chargeId }) => [orderId, chargeId]), subscriptionId, appointmentId]
      .filter((id) => id !== null)
      .map((id) => [id, customerRef] as const),
  );
  const paid = everybody.flatMap(({ orders }) =>
    orders.map(({ chargeId, paidMinor }) => [chargeId, paidMinor] as const),
  );
  return {
    owners: { ...Object.fromEntries(owned), ...remains.records?.owners },
    paidMinor: { ...Object.fromEntries(paid), ...remains.records?.paidMinor },
    canaries: everybody.flatMap(({ customerRef: subject, email, phone }) => [
      { text: email, subject },
      { text: phone, subject },
    ]),
    planted: remains.planted ?? [],
    smallRefund: {
      published: { blueprintHash: remains.blueprint.hash, mostMinor: smallRefundMinor.published },
      changed: remains.changed ?? null,
    },
  };
}

async function readAllCases(store: CaseStore, tenant: string): Promise<readonly CaseRow[]> {
  const rows: CaseRow[] = [];
  for (let after: string | null = null; ;) {
    const page: Page<CaseRow> = await store.listCases({
      tenant,
      status: null,
      customerId: null,
      after,
      limit: largestPage,
    });
    rows.push(...page.rows);
    if (page.next === null) return rows;
    after = page.next;
  }
}

/** A row whose body has been erased is no simulation's yet. */
function storedRow({ envelope, event, salt, body }: StoredEvent): StoredRow[] {
  return event === null || salt === null ? [] : [{ envelope, event, salt, body }];
}

function toolFacts({ toolbox }: Blueprint): Readonly<Record<string, ToolFacts>> {
  return Object.fromEntries(
    [...toolbox.actions.values()].map((action) => {
      const { name, freshForMs, once } = action;
      const touches: ToolFacts["touches"] = (args) => {
        const { type, id } = action.touches(args);
        return `${type} ${id}`;
      };
      return [name, { freshForMs, once, touches }];
    }),
  );
}
