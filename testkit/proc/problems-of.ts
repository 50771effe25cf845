import { verifyChain, verifyHead } from "@purser/kit/audit";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { checkHistory } from "../check/check-history.ts";
import { openLarkspur } from "../scenarios/larkspur.ts";
import { collectHistory } from "../sim/collect-history.ts";
import { type Stand, type StandCase, tenant } from "./open-stand.ts";

/** Every invariant that is violated by what the cases and their shops have kept. */
export async function violationsIn(cases: readonly StandCase[], stand: Stand): Promise<readonly string[]> {
  const { store, witnesses, acknowledged } = stand;
  const shops = cases.map(({ systems }) => systems);
  return checkHistory(
    await collectHistory({ store, tenant, shops, witnesses, acknowledged, blueprint: await openLarkspur() }),
  );
}

/** What is wrong with a case whose customer asked for another address: it is resolved, changed once and answered once. */
export async function problemsOfChange(of: StandCase, { store }: Stand): Promise<string[]> {
  const { state } = await readCaseNow(of.caseId, { store, tenant });
  const changes = of.systems.oms.ledger.effects.filter(
    ({ operation, kind }) => operation === "address" && kind === "effect",
  );
  const [done, ...others] = state.doneCalls;
  return [
    ...expected("lifecycle", state.lifecycle, "resolved"),
    ...expected("owner", state.owner.kind, "agent"),
    ...expected("calls done", others.length + (done === undefined ? 0 : 1), 1),
    ...expected("effects", changes.length, 1),
    ...expected("the effect's order", changes[0]?.object ?? null, of.orderId),
    ...expected("the effect's key", changes[0]?.key ?? null, done?.key ?? null),
    ...(await problemsOfLog(of, { store })),
  ];
}

/** One reply, a chain that holds, and epochs that never go back. */
export async function problemsOfLog(
  { caseId }: Pick<StandCase, "caseId">,
  { store }: Pick<Stand, "store">,
): Promise<string[]> {
  const row = await store.readCase(tenant, caseId);
  if (row === null) return ["There is no such case."];
  const log = await store.readEvents(tenant, caseId, 0, row.version);
  const sent = log.filter(({ envelope }) => envelope.kind === "message.sent");
  const chain = verifyChain(caseId, log);
  const whole = chain.kind === "intact" ? verifyHead(chain.place, row) : chain;
  const epochs = log.flatMap(({ envelope }) => (envelope.writer === "worker" ? [envelope.epoch] : []));
  const isFallen = epochs.some((epoch, index) => epoch < (epochs[index - 1] ?? 1));
  return [
    ...expected("messages to the customer", sent.length, 1),
    ...(whole.kind === "intact" ? [] : [`event ${whole.seq}: ${whole.what}`]),
    ...(isFallen ? [`The epochs go back: ${epochs.join(", ")}.`] : []),
  ];
}

function expected(what: string, found: string | number | null, wanted: string | number | null): string[] {
  return found === wanted ? [] : [`${what}: ${found} where ${wanted} was expected`];
}
