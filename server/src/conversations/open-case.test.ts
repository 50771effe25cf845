import { expect, test } from "vitest";
import { openCase } from "./open-case.ts";
import { receiveMessage } from "./receive-message.ts";
import { openTestDesk, tenant } from "./test-desk.ts";

const request = {
  trigger: { kind: "message" as const, name: "chat" },
  channel: "chat",
  customerRef: "LC-1",
  identity: { level: 0 as const, method: "none", expiresAt: null },
};
const message = { text: "Hello", provider: "chat", deliveryId: "first" };

test("one delivery opens one case, however often and however close together it arrives", async () => {
  const { desk, store } = openTestDesk();
  const opened = await Promise.all([openCase({ ...request, message }, desk), openCase({ ...request, message }, desk)]);
  const again = await openCase({ ...request, message }, desk);
  expect(new Set([...opened, again].map(({ caseId }) => caseId)).size).toBe(1);
  expect([...opened, again].filter(({ isNew }) => isNew)).toHaveLength(1);
  expect((await store.listCases({ tenant, status: null, customerId: null, after: null, limit: 10 })).rows).toHaveLength(
    1,
  );
});

test("the delivery that opened a case is not taken in as a message again", async () => {
  const { desk, store } = openTestDesk();
  const { caseId } = await openCase({ ...request, message }, desk);
  expect(await receiveMessage(caseId, message, desk)).toEqual({ caseId, isNew: false });
  expect((await store.readEvents(tenant, caseId, 0, 10)).map(({ envelope }) => envelope.kind)).toEqual([
    "case.opened",
    "message.received",
  ]);
});

test("who she is stands in the log only once she has shown it", async () => {
  const { desk, store } = openTestDesk();
  const { caseId } = await openCase(
    { ...request, identity: { level: 2, method: "token", expiresAt: null }, message },
    desk,
  );
  expect((await store.readEvents(tenant, caseId, 0, 10)).map(({ envelope }) => envelope.kind)).toEqual([
    "case.opened",
    "identity.changed",
    "message.received",
  ]);
});

test("two cases of one customer are of the same customer", async () => {
  const { desk, store } = openTestDesk();
  const [one, other] = [
    await openCase({ ...request, message }, desk),
    await openCase({ ...request, message: { ...message, deliveryId: "second" } }, desk),
  ];
  expect(one.caseId).not.toBe(other.caseId);
  expect((await store.readCase(tenant, one.caseId))?.customerId).toBe(
    (await store.readCase(tenant, other.caseId))?.customerId,
  );
});
