import { randomBytes } from "node:crypto";
import type { Systems } from "@purser/kit";
import { hours, seconds } from "@purser/kit";
import { idFromBytes } from "@purser/kit/audit";
import { FakeClock } from "@purser/kit/testing";
import { epochMsOf } from "@purser/contract";
import { expect, test } from "vitest";
import { createSystems } from "../../examples/larkspur/systems/create-systems.ts";
import { inProcessClient } from "../../examples/larkspur/systems/in-process-client.ts";
import { sensitiveTopicIn } from "../../server/src/agent/rules/sensitive.ts";
import { openDesk } from "../../server/src/conversations/desk.ts";
import { openCase } from "../../server/src/conversations/open-case.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { takeOver } from "../../server/src/conversations/teammate-work.ts";
import { openMemoryStore } from "../../server/src/store/memory/memory-store.ts";
import { runCase } from "../../server/src/worker/run-case.ts";
import type { World } from "../../server/src/worker/world.ts";
import { simulatedStart, simulatedTenant as tenant } from "../sim/simulation.ts";
import { larkspurReasoner } from "./larkspur.ts";
import { larkspurOnce } from "./larkspur-once.ts";
import { refundText } from "./requests.ts";

test("what a teammate's case did before it ended its worker each time is looked for later all the same", async () => {
  const clock = new FakeClock(simulatedStart);
  const store = openMemoryStore({ clock, random: randomBytes, masterKey: randomBytes(32) });
  const blueprint = await larkspurOnce();
  const desk = openDesk(
    { tenant, store, id: (prefix) => idFromBytes(prefix, randomBytes(16)) },
    () => blueprint,
    sensitiveTopicIn,
  );
  const nowMs = (): number => epochMsOf(clock.now());
  const { systems, landmarks } = createSystems({ seed: 1, clock: nowMs, bystanders: 0, isInstant: true });
  const clients: Systems = Object.fromEntries(
    Object.values(systems).map((system) => [system.name, inProcessClient(system, async () => undefined)]),
  );
  const { payments } = clients;
  if (payments === undefined) throw new Error("The shop has no payments.");
  let endsWorkers = false;
  let endWorker: () => void = () => undefined;
  const world: World = {
    ...desk,
    workerId: "worker-1",
    now: () => clock.now(),
    sleep: async () => undefined,
    // From the refund on, whoever asks payments is gone before it can note the answer.
    systems: {
      ...clients,
      payments: {
        request: async (request) => {
          endsWorkers ||= request.method === "POST";
          const reply = await payments.request(request);
          if (!endsWorkers) return reply;
          endWorker();
          return new Promise(() => undefined);
        },
      },
    },
    reasoner: larkspurReasoner,
    blueprints: { inForce: () => blueprint, pinned: async () => blueprint },
    deploymentSecret: await store.deploymentSecret(),
    log: () => undefined,
  };
  const gone = (): Promise<void> =>
    new Promise((resolve) => {
      endWorker = resolve;
    });
  const work = async (): Promise<void> => {
    for (const leased of await store.claim({ tenant, workerId: "worker-1", leaseMs: 30_000, limit: 10 }))
      await Promise.race([runCase(leased, world), gone()]);
  };
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
  await work();
  await takeOver(caseId, { id: "tm-lead", role: "lead" }, desk);
  for (let claim = 0; claim < 5; claim += 1) {
    clock.advance(seconds(31));
    await work();
  }
  const { state } = await readCaseNow(caseId, desk);
  expect(state).toMatchObject({ owner: { kind: "teammate" }, calls: [], doneCalls: [] });
  const kinds = (await store.readEvents(tenant, caseId, 0, 100)).map(({ envelope }) => envelope.kind);
  // She has a colleague's ear already: nothing is said to her.
  expect(kinds.slice(kinds.indexOf("teammate.joined"))).not.toContain("message.sent");
  endsWorkers = false;
  for (let look = 0; look < 3; look += 1) {
    clock.advance(hours(13));
    await work();
  }
  const later = await readCaseNow(caseId, desk);
  expect(later.state).toMatchObject({ doneCalls: [{ tool: "refund_order" }], sweeps: [] });
  expect(systems.payments.ledger.effects.filter(({ kind }) => kind === "effect")).toHaveLength(1);
});
