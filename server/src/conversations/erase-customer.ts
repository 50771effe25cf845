import { type CaseId, type CustomerId, customerIdSchema, type ErasureReport, PurserError } from "@purser/contract";
import { callName } from "../cases/call-name.ts";
import type { CaseState } from "../cases/case-state.ts";
import { appendSeen } from "./append-inlet.ts";
import type { Desk } from "./desk.ts";
import { readCaseNow } from "./read-case-now.ts";

type Erasing = Pick<Desk, "store" | "tenant">;

const casesPerPage = 200;

/** What would be erased of a customer, and what stands in the way. Throws PUR-2002 for one who has no case. */
export async function planErasure(who: string, desk: Erasing): Promise<ErasureReport> {
  const { store, tenant } = desk;
  const parsed = customerIdSchema.safeParse(who);
  const customerId = parsed.success ? parsed.data : await store.customerOf(tenant, who);
  const caseIds = await casesOf(customerId, desk);
  if (caseIds.length === 0) throw new PurserError("PUR-2002", who);
  const obstacles: ErasureReport["obstacles"] = [];
  for (const caseId of caseIds) {
    const state = await stateOf(caseId, desk);
    const why = state === null ? null : obstacleIn(state);
    if (why !== null) obstacles.push({ caseId, why });
  }
  return { customerId, caseIds, obstacles, isErased: false };
}

/**
 * Erases a customer: each of her cases ends with `case.erased`, and then her key, all bodies, salts and states and all that
 * leads to her are destroyed. What is cut short by a crash is finished by doing it again.
 *
 * @throws PurserError PUR-2183 while a call is not settled, PUR-2002 for one who has no case.
 */
export async function eraseCustomer(
  who: string,
  { by, legalBasis }: { by: string; legalBasis: string },
  desk: Erasing,
): Promise<ErasureReport> {
  const plan = await planErasure(who, desk);
  const [obstacle] = plan.obstacles;
  if (obstacle !== undefined) throw new PurserError("PUR-2183", `${obstacle.caseId}: ${obstacle.why}`);
  for (const caseId of plan.caseIds) {
    if ((await stateOf(caseId, desk)) === null) continue;
    const erased = { kind: "case.erased" as const, body: { by, legalBasis } };
    await appendSeen(caseId, by, desk, ({ state }) => {
      const why = obstacleIn(state);
      if (why !== null) throw new PurserError("PUR-2183", `${caseId}: ${why}`);
      return state.lifecycle === "erased" ? [] : [erased];
    });
  }
  await desk.store.erase({ tenant: desk.tenant, customerId: plan.customerId, caseIds: plan.caseIds });
  return { ...plan, isErased: true };
}

async function casesOf(customerId: CustomerId, { store, tenant }: Erasing): Promise<CaseId[]> {
  const found = new Set<CaseId>();
  for (let after: string | null = null; ;) {
    const page: Awaited<ReturnType<Erasing["store"]["listCases"]>> = await store.listCases({
      tenant,
      status: null,
      customerId,
      after,
      limit: casesPerPage,
    });
    for (const { caseId } of page.rows) found.add(caseId);
    if (page.next === null) return [...found];
    after = page.next;
  }
}

/** Null once it is erased. */
async function stateOf(caseId: CaseId, desk: Erasing): Promise<CaseState | null> {
  try {
    const { state } = await readCaseNow(caseId, desk);
    return state.lifecycle === "erased" ? null : state;
  } catch (error) {
    if (error instanceof PurserError && error.code === "PUR-2182") return null;
    throw error;
  }
}

/** What is under way is settled first: erased, nobody could find out what became of it. */
function obstacleIn({ calls, proposals }: CaseState): string | null {
  const [call] = calls;
  if (call !== undefined) return `It is not settled what became of ${callName(call)}.`;
  const carried = proposals.find(({ phase }) => phase.kind === "carrying-out");
  return carried === undefined ? null : "Something is half done in it.";
}
