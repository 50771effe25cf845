import { PurserError } from "@purser/contract";
import type { Mail } from "@purser/kit";
import { afterEach, expect, test } from "vitest";
import type { OutboxClaim } from "../cases/case-store.ts";
import { openTestApi, type TestApi } from "../http/testing/test-api.ts";
import { Courier } from "./courier.ts";
import { MailSender } from "./mail-sender.ts";

const people = {
  "tm-local": { name: "Lea", role: "lead" },
  "tm-ada": { name: "Ada", role: "lead", email: "ada@shop.example" },
} as const;
const hourMs = 3_600_000;

const open: TestApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.stop();
});

async function openApi(): Promise<TestApi> {
  const api = await openTestApi({ settings: { people, mail: { from: "desk@shop.example", name: "Shop" } } });
  open.push(api);
  return api;
}

type Told = { level: string; event: string; fields: Readonly<Record<string, unknown>> };

test("a mail of a case whose log cannot be read is set aside for an hour and told; the other one goes out", async () => {
  const api = await openApi();
  const waits = async (): Promise<string> => {
    const caseId = await api.opened({ text: "refund 15000", customer: "C-1", level: 2 });
    await api.until(caseId, "waiting");
    return caseId;
  };
  const [torn] = [await waits(), await waits()];
  const { store } = api.world;
  let isTorn = true;
  const told: Told[] = [];
  const mails: Mail[] = [];
  const sender = new MailSender(
    {
      ...api.world,
      log: (level, event, fields) => void told.push({ level, event, fields: fields ?? {} }),
      store: {
        ...store,
        readState: async (tenant, caseId) => {
          if (isTorn && caseId === torn) throw new PurserError("PUR-5002", "A body does not open.");
          return store.readState(tenant, caseId);
        },
      },
    },
    {
      send: async (mail) => {
        mails.push(mail);
        return { kind: "accepted", detail: "" };
      },
    },
    { publicUrl: api.url, pollMs: 20 },
  );
  expect(await sender.sendDue()).toBe(true);
  expect(mails).toHaveLength(1);
  expect(told).toMatchObject([
    { level: "error", event: "outbox.unreadable", fields: { caseId: torn, kind: "mail", code: "PUR-5002" } },
  ]);
  api.clock.advance(hourMs / 2);
  await sender.sendDue();
  expect(told).toHaveLength(1);
  isTorn = false;
  api.clock.advance(hourMs / 2);
  await sender.sendDue();
  expect(mails).toHaveLength(2);
});

test("what one case tells another and cannot be read is set aside for an hour, and what comes after it is delivered", async () => {
  const { world } = await openApi();
  const rowOf = (seq: number): OutboxClaim => ({
    lease: { workerId: world.workerId },
    tenant: world.tenant,
    caseId: world.id("case"),
    outboxId: world.id("out"),
    kind: "case",
    target: "case",
    seq,
    attempts: 1,
  });
  const [torn, erased] = [rowOf(1), rowOf(2)];
  const due = [torn, erased];
  const left: string[] = [];
  const told: Told[] = [];
  const stopping = new AbortController();
  const courier = new Courier(
    {
      ...world,
      log: (level, event, fields) => void told.push({ level, event, fields: fields ?? {} }),
      store: {
        ...world.store,
        claimOutbox: async () => due.splice(0),
        readEventsAt: async (_tenant, caseId) => {
          if (caseId === torn.caseId) throw new PurserError("PUR-5002", "A key is gone.");
          return [];
        },
        postponeOutbox: async (outboxId, delayMs) => void left.push(`${outboxId} in ${delayMs}`),
        dropOutbox: async (outboxId) => {
          left.push(`${outboxId} dropped`);
          stopping.abort();
        },
      },
    },
    { leaseMs: 30_000, pollMs: 10 },
  );
  await courier.run(stopping.signal);
  expect(left).toEqual([`${torn.outboxId} in ${hourMs}`, `${erased.outboxId} dropped`]);
  expect(told).toMatchObject([{ level: "error", event: "outbox.unreadable", fields: { outboxId: torn.outboxId } }]);
});
