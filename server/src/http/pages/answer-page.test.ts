import {
  caseViewSchema,
  limitPageSchema,
  type PauseView,
  pauseViewSchema,
  pendingVersionSchema,
} from "@purser/contract";
import { hours, minutes } from "@purser/kit";
import { z } from "zod";
import { afterEach, describe, expect, test } from "vitest";
import { createSmtpMailer } from "../../connectors/smtp/index.ts";
import { MailSender } from "../../worker/mail-sender.ts";
import { openTestApi, type TestApi } from "../testing/test-api.ts";
import { type MailSystem, openMailSystem } from "../testing/test-mail-system.ts";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

const people = {
  "tm-local": { name: "Lea", role: "lead" },
  "tm-ada": { name: "Ada <b>Lovelace</b>", role: "lead", email: "ada@shop.example" },
  "tm-bob": { name: "Bob", role: "lead" },
  "tm-eve": { name: "Eve", role: "auditor", email: "eve@shop.example" },
} as const;

type Desk = { api: TestApi; system: MailSystem; sender: MailSender; pause: PauseView; links: () => string[] };

/** A refund of $150 that waits for a lead, and a sender whose mails a mail system on this machine takes. */
async function openDesk(options?: Parameters<typeof openMailSystem>[0], deadlineMs = 5_000): Promise<Desk> {
  const api = await openTestApi({ settings: { people, mail: { from: "desk@shop.example", name: "Shop" } } });
  const system = await openMailSystem(options);
  stops.push(api.stop, system.stop);
  const mailer = createSmtpMailer(system.url, deadlineMs);
  const sender = new MailSender(api.world, mailer, { publicUrl: api.url, pollMs: 20 });
  const pause = await openPause(api);
  return {
    api,
    system,
    sender,
    pause,
    links: () => system.taken.flatMap(({ text }) => /http:\/\/\S+\/answer\/\S+/.exec(text) ?? []),
  };
}

async function openPause(api: TestApi): Promise<PauseView> {
  const caseId = await api.opened({ text: "refund 15000", customer: "C-1", level: 2 });
  const { pauses } = await api.until(caseId, "waiting");
  return api.json(pauseViewSchema, 200, "GET", `/v1/pauses/${pauses[0]?.pauseId ?? ""}`);
}

/** The one link that was mailed. */
async function linkOf({ sender, links }: Desk): Promise<string> {
  await sender.sendDue();
  const [link = "", ...others] = links();
  expect(others).toEqual([]);
  return link;
}

function answers(link: string, fields: Record<string, string>): Promise<Response> {
  return fetch(link, { method: "POST", body: new URLSearchParams(fields) });
}

async function stateOf({ api, pause }: Desk): Promise<string> {
  return (await api.json(pauseViewSchema, 200, "GET", `/v1/pauses/${pause.pauseId}`)).state;
}

test("who is named in a note is mailed what it says, with the way to its case", async () => {
  const { api, system, sender, pause } = await openDesk();
  await api.ask("POST", `/v1/cases/${pause.caseId}/notes`, { text: "@tm-ada is this hers? @tm-bob @tm-eve" });
  await sender.sendDue();
  const mails = system.taken.filter(({ text }) => text.includes("mentioned you in a note"));
  expect(new Set(mails.flatMap(({ to }) => to))).toEqual(new Set(["ada@shop.example", "eve@shop.example"]));
  expect(mails[0]?.text).toContain("is this hers?");
  expect(mails[0]?.text).toContain(`/desk/cases/${pause.caseId}`);
});

/** Ada would be asked; the refund that waits is mailed first. */
async function openWidening(word?: Parameters<typeof openMailSystem>[0]) {
  const desk = await openDesk(word);
  await desk.sender.sendDue();
  const path = "/v1/blueprint/limits";
  const { hash } = await desk.api.json(limitPageSchema, 200, "GET", path);
  const changes = [{ policy: "refund-small", index: 0, value: 5000 }];
  const saved = { changes, why: "Small refunds are not worth a question.", hash };
  const waiting = await desk.api.json(pendingVersionSchema, 202, "POST", path, saved);
  const mails = () => desk.system.taken.filter(({ text }) => text.includes("a second person"));
  return { ...desk, waiting, mails };
}

describe("the mail to a second person", () => {
  test("goes to who may put a version in force and did not make it, once, with what it would permit and the way there", async () => {
    const { sender, mails, api } = await openWidening();
    await sender.sendDue();
    await sender.sendDue();
    expect(mails().map(({ to }) => to)).toEqual([["ada@shop.example"]]);
    const [{ text } = expect.fail()] = mails();
    for (const words of ["Small refunds are not worth a question.", "50.00", `${api.url}/desk/blueprint/versions`])
      expect(text).toContain(words);
  });

  test("is not sent any more when the version waits no longer", async () => {
    let word: "takes" | "puts-off" = "puts-off";
    const { sender, mails, api, waiting } = await openWidening(() => word);
    await sender.sendDue();
    expect(mails()).toEqual([]);
    await api.ask("POST", `/v1/blueprint/pending/${waiting.pendingId}/withdraw`);
    word = "takes";
    api.clock.advance(minutes(10));
    await sender.sendDue();
    expect(mails()).toEqual([]);
    expect(await api.world.store.claimVersionMails(api.world.tenant, 1, 10)).toEqual([]);
  });
});

describe("the mail to an approver", () => {
  test("goes to each who has the role and an address, once, with what is asked and a link", async () => {
    const desk = await openDesk();
    await desk.sender.sendDue();
    await desk.sender.sendDue();
    expect(desk.system.taken.map(({ to }) => to)).toEqual([["ada@shop.example"]]);
    expect(desk.system.taken[0]?.text).toContain("Refund $150.00 for order L-1?");
    expect(desk.system.taken[0]?.text).toMatch(/Message-ID: <out_[0-9a-z]+@shop\.example>/);
  });

  test("is sent again later when the mail system puts it off, and not at all when the question is over by then", async () => {
    let word: "takes" | "puts-off" = "puts-off";
    const desk = await openDesk(() => word);
    await desk.sender.sendDue();
    expect(desk.system.taken).toEqual([]);
    word = "takes";
    desk.api.clock.advance(minutes(1));
    await desk.sender.sendDue();
    expect(desk.system.taken).toHaveLength(1);
    word = "puts-off";
    const { caseId } = await openPause(desk.api);
    await desk.sender.sendDue();
    word = "takes";
    desk.api.clock.advance(hours(30));
    await desk.api.until(caseId, "handed-off");
    await desk.sender.sendDue();
    expect(desk.system.taken).toHaveLength(1);
  });

  test("is not waited for: a mail system that hangs keeps no case from going on", async () => {
    const desk = await openDesk(() => "hangs", 1_000);
    const sending = desk.sender.sendDue();
    const caseId = await desk.api.opened({ text: "refund 2000", customer: "C-1", level: 2 });
    await desk.api.until(caseId, "resolved");
    await sending;
    expect(desk.system.taken).toEqual([]);
    expect(await stateOf(desk)).toBe("open");
  });

  test("is one of five an hour at most for one person; the others come later", async () => {
    const desk = await openDesk();
    for (let count = 0; count < 6; count += 1) await openPause(desk.api);
    while (await desk.sender.sendDue());
    expect(desk.system.taken).toHaveLength(5);
    desk.api.clock.advance(hours(1));
    while (await desk.sender.sendDue());
    expect(desk.system.taken).toHaveLength(7);
  });
});

describe("the link in it", () => {
  test("shows what is asked however often it is opened, and only its form is an answer", async () => {
    const desk = await openDesk();
    const link = await linkOf(desk);
    for (const method of ["GET", "HEAD", "GET"]) {
      const page = await fetch(link, { method });
      expect(page.status).toBe(200);
      expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(page.headers.get("referrer-policy")).toBe("no-referrer");
      const text = await page.text();
      if (method === "GET") expect(text).toContain("Refund $150.00 for order L-1?");
      expect(text).not.toContain("<b>Lovelace</b>");
      expect(text).not.toContain("<script");
    }
    expect(await stateOf(desk)).toBe("open");
    const answered = await answers(link, { decision: "yes", reason: "She is right." });
    expect([answered.status, await answered.text()]).toEqual([200, expect.stringContaining("You approved this")]);
    await desk.api.until(desk.pause.caseId, "resolved");
    expect([...desk.api.shop.refunds.values()]).toMatchObject([{ amountMinor: 15_000 }]);
    const log = await desk.api.world.store.readEvents("main", desk.pause.caseId, 0, 100);
    expect(log.find(({ event }) => event?.kind === "pause.answered")?.event).toMatchObject({
      body: { by: { id: "tm-ada", role: "lead" }, surface: "mail-link", reason: "She is right." },
    });
  });

  test("is good for one answer: afterwards it says that there is one, and the second does nothing", async () => {
    const desk = await openDesk();
    const link = await linkOf(desk);
    expect((await answers(link, { decision: "no" })).status).toBe(200);
    for (const late of [await fetch(link), await answers(link, { decision: "yes" })]) {
      expect(late.status).toBe(409);
      expect(await late.text()).toContain("The pause has been answered.");
    }
    expect(desk.api.shop.refunds.size).toBe(0);
  });

  test("ends with its pause, and says so", async () => {
    const desk = await openDesk();
    const link = await linkOf(desk);
    desk.api.clock.set(desk.pause.expiresAt);
    for (const late of [await fetch(link), await answers(link, { decision: "yes" })]) {
      expect(late.status).toBe(409);
      expect(await late.text()).toContain("deadline has passed");
    }
  });

  test("proposes it again once, when its time is over and somebody wants it after all, and approves nothing by that", async () => {
    const desk = await openDesk();
    const link = await linkOf(desk);
    const early = await answers(link, { decision: "again" });
    expect([early.status, await early.text()]).toEqual([409, expect.stringContaining("PUR-4060")]);
    expect(await stateOf(desk)).toBe("open");
    desk.api.clock.set(desk.pause.expiresAt);
    await desk.api.until(desk.pause.caseId, "handed-off");
    for (const late of [await fetch(link), await answers(link, { decision: "yes" })]) {
      const page = await late.text();
      expect([late.status, page]).toEqual([409, expect.stringContaining('value="again"')]);
      expect(page).toContain("Refund $150.00 for order L-1?");
    }
    expect(desk.api.shop.refunds.size).toBe(0);
    for (const again of [await answers(link, { decision: "again" }), await answers(link, { decision: "again" })])
      expect([again.status, await again.text()]).toEqual([200, expect.stringContaining("proposed again")]);
    const { caseId } = desk.pause;
    const pauseNow = async () => (await desk.api.json(caseViewSchema, 200, "GET", `/v1/cases/${caseId}`)).pauses;
    await expect.poll(pauseNow).toMatchObject([{ shown: { text: "Refund $150.00 for order L-1?" } }]);
    expect(desk.api.shop.refunds.size).toBe(0);
    const [pause] = await pauseNow();
    expect(pause?.digest).not.toBe(desk.pause.digest);
    expect((await answers(link, { decision: "yes" })).status).toBe(409);
    const answer = { digest: pause?.digest, decision: "yes" };
    expect((await desk.api.ask("POST", `/v1/pauses/${pause?.pauseId}/answer`, answer)).status).toBe(200);
    await expect.poll(() => desk.api.shop.refunds.size).toBe(1);
  });

  test("that was changed anywhere is nobody's", async () => {
    const desk = await openDesk();
    const link = new URL(await linkOf(desk));
    const [claim = "", seal = ""] = (link.pathname.split("/").at(-1) ?? "").split(".");
    const said = z.record(z.string(), z.string()).parse(JSON.parse(Buffer.from(claim, "base64url").toString()));
    const forged = Buffer.from(JSON.stringify({ ...said, person: "tm-bob" })).toString("base64url");
    const flipped = `${seal.startsWith("0") ? "1" : "0"}${seal.slice(1)}`;
    for (const token of [
      `${forged}.${seal}`,
      `${claim}.${flipped}`,
      claim,
      `${claim}.`,
      "x",
      "%00",
      "a".repeat(5000),
    ]) {
      const answered = await answers(`${link.origin}/answer/${token}`, { decision: "yes" });
      expect([token, answered.status]).toEqual([token, 404]);
    }
    expect(await stateOf(desk)).toBe("open");
  });

  test("without a plain yes or no in its form changes nothing", async () => {
    const desk = await openDesk();
    const link = await linkOf(desk);
    for (const fields of [{}, { decision: "maybe" }, { decision: "edit" }])
      expect((await answers(link, fields)).status).toBe(400);
    expect((await fetch(link, { method: "POST" })).status).toBe(400);
    expect(await stateOf(desk)).toBe("open");
  });
});
