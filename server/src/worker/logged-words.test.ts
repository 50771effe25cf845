import { caseIdSchema } from "@purser/contract";
import { expect, test } from "vitest";
import { openApi } from "../http/testing/test-api.ts";
import { MailSender } from "./mail-sender.ts";
import type { OperatorLog } from "./world.ts";
import { Worker } from "./worker.ts";

const canary = "mia.canary@example.com";

type Told = { event: string; fields: Readonly<Record<string, unknown>> };

function listening(): { told: Told[]; log: OperatorLog; of: (event: string) => Promise<Told> } {
  const told: Told[] = [];
  return {
    told,
    log: (_level, event, fields) => void told.push({ event, fields }),
    of: async (event) => {
      await expect.poll(() => told.some((line) => line.event === event), { timeout: 5000 }).toBe(true);
      return told.find((line) => line.event === event) ?? expect.fail();
    },
  };
}

/** As a driver fails: the words hold what it was given. */
function failure(more: object): Error {
  return Object.assign(new TypeError(`Refused: ${canary}`), { detail: `Key (email)=(${canary})`, ...more });
}

test("a request that fails is logged by what failed and where, without what was in it", async () => {
  const { told, log, of } = listening();
  let isBroken = false;
  const api = await openApi({
    log,
    store: (store) => ({
      ...store,
      readState: (tenant, caseId) =>
        isBroken ? Promise.reject(failure({ code: "22P02" })) : store.readState(tenant, caseId),
    }),
  });
  const caseId = await api.opened({ text: "hello", customer: "C-1", level: 2 });
  await api.until(caseId, "waiting");
  isBroken = true;
  expect((await api.ask("GET", `/v1/cases/${caseId}`)).status).toBe(500);
  expect(JSON.stringify(told)).not.toContain("canary");
  const { fields } = await of("request.failed");
  expect(fields).toMatchObject({ caseId, error: "TypeError", code: "22P02" });
  expect(fields["requestId"]).toHaveLength(36);
  expect(fields["at"]).toContain("logged-words.test.ts");
});

test("a case that throws is logged by what failed and where, without what was in it", async () => {
  const { told, log, of } = listening();
  const { world, opened, until } = await openApi();
  const caseId = caseIdSchema.parse(await opened({ text: "hello", customer: "C-1", level: 2 }));
  await until(caseId, "waiting");
  const read = await world.store.readState(world.tenant, caseId);
  const lease = { tenant: world.tenant, caseId, workerId: world.workerId, epoch: 1 };
  const due = read === null ? [] : [{ ...read, lease, crashes: 0 }];
  const pinned = () => Promise.reject(failure({ code: "23505" }));
  const worker = new Worker(
    {
      ...world,
      log,
      blueprints: { ...world.blueprints, pinned },
      store: { ...world.store, claim: async () => due.splice(0) },
    },
    { leaseMs: 30_000, concurrency: 1, pollMs: 20 },
  );
  worker.start();
  const { fields } = await of("case.crashed");
  await worker.stop();
  expect(fields).toMatchObject({ caseId, error: "TypeError", code: "23505" });
  expect(fields["at"]).toContain("logged-words.test.ts");
  expect(JSON.stringify(told)).not.toContain("canary");
});

test("a mail that fails is logged by what failed and where, without whom it was to", async () => {
  const { told, log, of } = listening();
  const people = {
    "tm-local": { name: "Lea", role: "lead" },
    "tm-ada": { name: "Ada", role: "lead", email: canary },
  } as const;
  const { world, url, opened, until } = await openApi({
    settings: { people, mail: { from: "desk@shop.example", name: "Shop" } },
  });
  const caseId = await opened({ text: "refund 15000", customer: "C-1", level: 2 });
  await until(caseId, "waiting");
  const mailer = { send: () => Promise.reject(failure({ code: "EENVELOPE", responseCode: 550 })) };
  const sender = new MailSender({ ...world, log }, mailer, { publicUrl: url, pollMs: 20 });
  sender.start();
  const { fields } = await of("mail.failed");
  await sender.stop();
  expect(fields).toMatchObject({ caseId, error: "TypeError", code: "EENVELOPE", status: 550 });
  expect(JSON.stringify(told)).not.toContain("canary");
});
