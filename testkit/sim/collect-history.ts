import type { Ledger } from "../../examples/larkspur/systems/ledger.ts";
import { type SystemName, systemNames } from "../../examples/larkspur/systems/system-of-record.ts";
import type { Blueprint } from "../../server/src/blueprint/blueprint.ts";
import type { CaseRow, CaseStore, Page, StoredEvent } from "../../server/src/cases/case-store.ts";
import type { CaseHistory, History, StoredRow, ToolFacts } from "../check/history.ts";
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
};

const largestPage = 1_000;

/** Brings together what a run left behind: the one adapter between our store, the example's ledgers and the checker. */
export async function collectHistory({
  store,
  tenant,
  shops,
  witnesses,
  acknowledged,
  blueprint,
}: Remains): Promise<History> {
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
      systemNames.map((name) => ({ name, effects: shop[name].ledger.effects, calls: shop[name].ledger.calls })),
    ),
    witnesses: seen.map(({ system, call, intention }) => ({
      system,
      key: call.key,
      attempt: call.attempt,
      intention: intention === null ? null : { argsHash: intention.body.argsHash },
    })),
    acknowledged,
    tools: toolFacts(blueprint),
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
