import { messageIdSchema, plusMs } from "@purser/contract";
import { oneTimeCodeOf } from "@purser/kit/audit";
import { expect, test } from "vitest";
import { appendSeen } from "./append-inlet.ts";
import { openCase } from "./open-case.ts";
import { readCaseNow } from "./read-case-now.ts";
import { receiveMessage } from "./receive-message.ts";
import { openTestDesk, tenant } from "./test-desk.ts";

/** A stranger's case in which a code was mailed to a customer, and how she sends it and stands then. */
async function withCode() {
  const at = openTestDesk();
  const { desk, store } = at;
  const { caseId } = await openCase(
    {
      trigger: { kind: "message", name: "chat" },
      channel: "chat",
      customerRef: null,
      identity: { level: 0, method: "none", expiresAt: null },
      message: { text: "Where is my order?", provider: "chat", deliveryId: "first" },
    },
    desk,
  );
  const requestId = messageIdSchema.parse(desk.id("msg"));
  const addressee = { id: await store.customerOf(tenant, "LC-1"), ref: "LC-1" };
  const expiresAt = plusMs(at.clock.now(), 600_000);
  await at.writes(caseId, [{ kind: "code.made", body: { requestId, addressee, level: 1, expiresAt } }]);
  const text = oneTimeCodeOf({ tenant, caseId, requestId }, await store.deploymentSecret());
  return {
    ...at,
    caseId,
    sends: async () => {
      await receiveMessage(caseId, { text, provider: "chat", deliveryId: "code" }, desk);
      const { identity, customerRef } = (await readCaseNow(caseId, desk)).state;
      return { level: identity.level, customerRef };
    },
  };
}

test("a code from her mailbox shows who she is", async () => {
  const { sends } = await withCode();
  expect(await sends()).toEqual({ level: 1, customerRef: "LC-1" });
});

test("a code from one customer's mailbox shows nothing in a case that is another's since it was mailed", async () => {
  const { sends, desk, store, caseId } = await withCode();
  const customer = { id: await store.customerOf(tenant, "LC-2"), ref: "LC-2" };
  const identity = { subject: customer.id, level: 0 as const, method: "site-token", expiresAt: null };
  await appendSeen(caseId, customer.id, desk, () => [{ kind: "identity.changed", body: { ...identity, customer } }]);
  expect(await sends()).toEqual({ level: 0, customerRef: "LC-2" });
});
