import { randomBytes } from "node:crypto";
import { instantOf } from "@purser/contract";
import { type Systems, hours, minutes } from "@purser/kit";
import { idFromBytes } from "@purser/kit/audit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSystems } from "../../examples/larkspur/systems/create-systems.ts";
import { inProcessClient } from "../../examples/larkspur/systems/in-process-client.ts";
import { noLimits } from "../../server/src/blueprint/limits.ts";
import type { Desk } from "../../server/src/conversations/desk.ts";
import { openCase } from "../../server/src/conversations/open-case.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { closeCase } from "../../server/src/conversations/end-case.ts";
import { createDatabase } from "../../server/src/store/postgres/create-database.ts";
import { replaceClock } from "../../server/src/store/postgres/demo-clock.ts";
import { openPostgresStore } from "../../server/src/store/postgres/postgres-store.ts";
import { runCase } from "../../server/src/worker/run-case.ts";
import type { World } from "../../server/src/worker/world.ts";
import { larkspurReasoner, openLarkspur } from "../scenarios/larkspur.ts";
import { refundText } from "../scenarios/requests.ts";
import { type PostgresForTests, startPostgres, tenant } from "./open-stand.ts";

let postgres: PostgresForTests;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

test("a refund that nobody could tell of is found done by the late sweep, though the case is closed by then", async () => {
  const url = await createDatabase(postgres.server.url, "late_sweep");
  const store = await openPostgresStore({ url, masterKey: randomBytes(32), random: randomBytes });
  const clock = await replaceClock(url, await store.now());
  const { systems, landmarks } = createSystems({ seed: 1, clock: clock.nowMs, bystanders: 0, isInstant: true });
  const blueprint = await openLarkspur();
  const desk: Desk = {
    tenant,
    store,
    id: (prefix) => idFromBytes(prefix, randomBytes(16)),
    blueprintHash: () => blueprint.hash,
    isSingleOperator: () => false,
    people: () => ({}),
    queues: () => ({}),
    limits: () => noLimits,
    sla: () => ({ queues: {}, hours: null }),
    triggers: () => new Map(),
    ownAnswers: () => ({ yes: [], no: [] }),
    sensitiveTopic: () => null,
  };
  const clients: Systems = Object.fromEntries(
    Object.values(systems).map((system) => [system.name, inProcessClient(system, async () => undefined)]),
  );
  const { payments } = clients;
  if (payments === undefined) throw new Error("The shop has no payments.");
  const world: World = {
    ...desk,
    workerId: "worker-1",
    now: () => instantOf(clock.nowMs()),
    sleep: async () => undefined,
    // The refund is made, its answer is lost, and from then on payments answers nobody.
    systems: {
      ...clients,
      payments: {
        request: async (request) => {
          const reply = await payments.request(request);
          if (request.method === "POST") systems.payments.faults.add({ kind: "down" });
          return reply;
        },
      },
    },
    reasoner: larkspurReasoner,
    blueprints: { inForce: () => blueprint, pinned: async () => blueprint },
    deploymentSecret: await store.deploymentSecret(),
    log: () => undefined,
  };
  /** A worker carries on whatever is due. */
  const work = async (): Promise<void> => {
    const claimed = await store.claim({ tenant, workerId: "worker-1", leaseMs: 30_000, limit: 10 });
    for (const leased of claimed) await runCase(leased, world);
    if (claimed.length > 0) await work();
  };
  systems.payments.faults.add({ kind: "timeout-after", match: { method: "POST" }, times: 1 });
  const { caseId } = await openCase(
    {
      trigger: { kind: "message", name: "chat" },
      channel: "chat",
      customerRef: landmarks.refundSmall.customerRef,
      identity: { level: 2, method: "token", expiresAt: null },
      message: { text: refundText(landmarks.refundSmall, 500), provider: "chat", deliveryId: "one" },
    },
    desk,
  );
  for (let look = 0; look < 8; look += 1) {
    await work();
    await clock.advance(minutes(6));
  }
  await work();
  expect((await readCaseNow(caseId, desk)).state).toMatchObject({ owner: { kind: "queue" }, doneCalls: [] });
  await closeCase(caseId, { id: "tm-lead", role: "lead" }, { reason: "We look into it." }, desk);
  await work();
  systems.payments.faults.clear();
  await clock.advance(hours(25));
  await work();
  const { state } = await readCaseNow(caseId, desk);
  expect(state.doneCalls).toMatchObject([{ tool: "refund_order" }]);
  expect(state.sweeps).toEqual([]);
  const kinds = (await store.readEvents(tenant, caseId, 0, 200)).map(({ envelope }) => envelope.kind);
  expect(kinds.lastIndexOf("handoff.made")).toBeGreaterThan(kinds.lastIndexOf("case.closed"));
  expect(systems.payments.ledger.effects.filter((entry) => entry.kind === "effect")).toHaveLength(1);
  await store.close();
  await clock.close();
}, 60_000);
