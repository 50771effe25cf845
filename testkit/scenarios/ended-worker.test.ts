import { randomBytes } from "node:crypto";
import { hours, seconds } from "@purser/kit";
import { idFromBytes } from "@purser/kit/audit";
import { FakeClock } from "@purser/kit/testing";
import { epochMsOf } from "@purser/contract";
import { expect, test } from "vitest";
import { createSystems } from "../../examples/larkspur/systems/create-systems.ts";
import { sensitiveTopicIn } from "../../server/src/agent/rules/understanding/sensitive.ts";
import { openDesk } from "../../server/src/conversations/desk.ts";
import { readCaseNow } from "../../server/src/conversations/read-case-now.ts";
import { takeOver } from "../../server/src/conversations/teammate-work.ts";
import { openMemoryStore } from "../../server/src/store/memory/memory-store.ts";
import { runCase } from "../../server/src/worker/run-case.ts";
import { simulatedStart, simulatedTenant as tenant } from "../sim/simulation.ts";
import { larkspurOnce } from "./larkspur-once.ts";
import { refundText } from "./requests.ts";
import { withSystem, worldOfLarkspur } from "./worker-world.ts";
import { opensChat } from "./opens-chat.ts";

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
  let endsWorkers = false;
  let endWorker: () => void = () => undefined;
  // From the refund on, whoever asks payments is gone before it can note the answer.
  const world = withSystem(await worldOfLarkspur(desk, blueprint, systems, () => clock.now()), "payments", (real) => ({
    request: async (request) => {
      endsWorkers ||= request.method === "POST";
      const reply = await real.request(request);
      if (!endsWorkers) return reply;
      endWorker();
      return new Promise(() => undefined);
    },
  }));
  const gone = (): Promise<void> =>
    new Promise((resolve) => {
      endWorker = resolve;
    });
  const work = async (): Promise<void> => {
    for (const leased of await store.claim({ tenant, workerId: "worker-1", leaseMs: 30_000, limit: 10 }))
      await Promise.race([runCase(leased, world), gone()]);
  };
  const caseId = await opensChat(landmarks.refundSmall.customerRef, refundText(landmarks.refundSmall, 500), desk);
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
