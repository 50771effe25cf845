import { describe, expect, test } from "vitest";
import { bodiesOf, chromiumOrSkip, first, openDesk, soon } from "./desk-in-browser.ts";

const chromium = chromiumOrSkip("approvals one after the other");
const runsWithinMs = 180_000;

describe.runIf(chromium !== null)("approvals at the desk", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");

  test("are gone through by keyboard: to the next and back, and on after each decision", async () => {
    const refund = await desk.refundToApprove();
    const credit = await desk.write("LC-2911", "I want to talk to a person");
    await desk.postAsSecond(`/v1/cases/${credit}/takeover`, {});
    const args = { orderId: "L-24961", amountMinor: 500, reason: "a long wait" };
    await desk.postAsSecond(`/v1/cases/${credit}/proposals`, { tool: "give_credit", args, reason: "She waited long." });
    const page = await desk.open("/desk/approvals");
    const card = (words: RegExp) => page.getByRole("heading", { name: words });
    await page.getByText("2 waiting").waitFor(soon);
    await card(/Refund \$180\.00/).waitFor(soon);
    await page.keyboard.press("j");
    await card(/Give \$5\.00 of store credit/).waitFor(soon);
    await page.keyboard.press("k");
    await card(/Refund \$180\.00/).waitFor(soon);
    await page.keyboard.press("d");
    await page.getByLabel("Why not").fill("Not without a photo.");
    await page.keyboard.press("Enter");
    await first(async () =>
      (await bodiesOf(desk, refund, "pause.answered")).filter(({ reason }) => reason === "Not without a photo."),
    );
    await page.keyboard.press("j");
    await card(/Give \$5\.00 of store credit/).waitFor(soon);
    expect(await bodiesOf(desk, credit, "pause.answered")).toEqual([]);
  });

  test("say their times in the language and time zone of whoever reads, exactly on hover", async () => {
    await desk.write("LC-2904", "I want to talk to a person");
    const page = await desk.open("/desk/", { locale: "de-DE", timezoneId: "Asia/Tokyo" });
    const time = page
      .getByRole("link", { name: /LC-2904/ })
      .locator("time")
      .last();
    await time.waitFor(soon);
    const at = new Date((await time.getAttribute("datetime")) ?? "");
    const exact = new Intl.DateTimeFormat("de-DE", { dateStyle: "full", timeStyle: "medium", timeZone: "Asia/Tokyo" });
    expect(await time.getAttribute("title")).toBe(exact.format(at));
  });
});
