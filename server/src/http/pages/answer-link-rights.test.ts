import { pauseViewSchema, type PauseView, type TeammateRole } from "@purser/contract";
import type { Mail } from "@purser/kit";
import { afterEach, describe, expect, test } from "vitest";
import { MailSender } from "../../worker/mail-sender.ts";
import { openTestApi, type TestApi } from "../testing/test-api.ts";

const open: TestApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.stop();
});

/** A refund that waits for a lead, and Ada, whose role the blueprint changes. */
async function openDesk() {
  const people: Record<string, { name: string; role: TeammateRole; email?: string }> = {
    "tm-local": { name: "Lea", role: "lead" },
    "tm-ada": { name: "Ada", role: "lead", email: "ada@shop.example" },
  };
  const api = await openTestApi({ settings: { people, mail: { from: "desk@shop.example", name: "Shop" } } });
  open.push(api);
  const mails: Mail[] = [];
  const sender = new MailSender(
    api.world,
    {
      send: async (mail) => {
        mails.push(mail);
        return { kind: "accepted", detail: "" };
      },
    },
    { publicUrl: api.url, pollMs: 20 },
  );
  const caseId = await api.opened({ text: "refund 15000", customer: "C-1", level: 2 });
  const { pauses } = await api.until(caseId, "waiting");
  const read = (): Promise<PauseView> =>
    api.json(pauseViewSchema, 200, "GET", `/v1/pauses/${pauses[0]?.pauseId ?? ""}`);
  const linkOf = async (): Promise<string> => {
    await sender.sendDue();
    return /http:\/\/\S+\/answer\/\S+/.exec(mails[0]?.text ?? "")?.[0] ?? "";
  };
  const becomes = (role: TeammateRole | null): void => {
    if (role === null) delete people["tm-ada"];
    else people["tm-ada"] = { name: "Ada", role, email: "ada@shop.example" };
  };
  return { api, mails, sender, read, linkOf, becomes };
}

describe("the link in a mail", () => {
  test.each([null, "auditor"] as const)(
    "shows nothing of the customer to somebody who may not answer any more: now %s",
    async (role) => {
      const { linkOf, becomes, read } = await openDesk();
      const link = await linkOf();
      expect(await (await fetch(link)).text()).toContain("$150.00");
      becomes(role);
      const page = await fetch(link);
      expect(page.status).toBe(403);
      expect(await page.text()).not.toContain("$150.00");
      expect((await read()).state).toBe("open");
    },
  );

  test("is one answer, also when it is sent twice in the same moment; a look at it is none", async () => {
    const { linkOf, read, api } = await openDesk();
    const link = await linkOf();
    expect((await fetch(link, { method: "HEAD" })).status).toBe(200);
    expect((await read()).state).toBe("open");
    const send = (decision: string) => fetch(link, { method: "POST", body: new URLSearchParams({ decision }) });
    const statuses = (await Promise.all([send("yes"), send("yes"), send("no")])).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    await api.until((await read()).caseId, "resolved").catch(() => undefined);
    expect(api.shop.refunds.size).toBeLessThanOrEqual(1);
  });
});

test("nobody is mailed a question that they may not answer any more when the mail goes out", async () => {
  const { sender, mails, becomes } = await openDesk();
  becomes("auditor");
  await sender.sendDue();
  expect(mails).toEqual([]);
});
