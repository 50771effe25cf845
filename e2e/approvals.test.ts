import { describe, expect, test } from "vitest";
import { examine, looks } from "./test-browser.ts";
import { bodiesOf, chromiumOrSkip, first, openDesk, soon } from "./desk-in-browser.ts";

const chromium = chromiumOrSkip("approvals one after the other");
const runsWithinMs = 180_000;

describe.runIf(chromium !== null)("approvals at the desk", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");
  let waiting: string | null = null;

  for (const { colorScheme, width } of looks) {
    test(`at ${width} pixels and ${colorScheme} one that waits has no fault of access, nor have its case and its denial`, async () => {
      await desk.write("LC-2904", "I want to talk to a person");
      await desk.write("LC-2901", "You sent a 27 instead of a 29. I need the right size before Saturday.");
      waiting ??= await desk.refundToApprove();
      const page = await desk.open("/desk/", { colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
      const name = `${colorScheme}-${width}`;
      await page.getByText("LC-2908").first().waitFor(soon);
      // The guide shows pictures of these three, live; that every other state fits too is tried below.
      await page.getByText("Live", { exact: true }).waitFor(soon);
      await examine(page, `waiting-inbox-${name}`);
      await page.goto(`${desk.server().url}/desk/cases/${waiting}`);
      await page.getByText("Needs approval").waitFor(soon);
      await page.getByRole("article").getByText("A colleague has to approve this").waitFor(soon);
      await page.getByText("Live", { exact: true }).waitFor(soon);
      await examine(page, `waiting-case-${name}`);
      await page.goto(`${desk.server().url}/desk/approvals`);
      await page.getByText("the customer is known at level 2").waitFor(soon);
      await page.getByText("Live", { exact: true }).waitFor(soon);
      await examine(page, `waiting-card-${name}`);
      await page.keyboard.press("d");
      await page.getByLabel("Why not").waitFor(soon);
      await examine(page, `waiting-denied-${name}`);
    });
  }

  for (const [state, words] of [
    ["connecting", "Connecting"],
    ["live", "Live"],
    ["lost", "Offline: what you see may be old"],
  ] as const) {
    test(`fit with the inbox and the case into 390 pixels while the connection is ${state}`, async () => {
      waiting ??= await desk.refundToApprove();
      // The browser itself writes of a stream that breaks off to the console.
      const page = await desk.open("/desk/", { viewport: { width: 390, height: 900 }, bypassCSP: true }, false);
      await page.route("**/*", (route) => {
        if (route.request().resourceType() !== "eventsource" || state === "live") return route.fallback();
        // What is not answered stays open.
        return state === "lost" ? route.abort() : undefined;
      });
      for (const [name, path, shown] of [
        ["inbox", "/desk/inbox", "Needs approval"],
        ["case", `/desk/cases/${waiting}`, "Needs approval"],
        ["card", "/desk/approvals", "Why it needs you"],
      ] as const) {
        await page.goto(new URL(path, desk.server().url).href);
        await page.getByText(shown).first().waitFor(soon);
        await page.getByRole("status").getByText(words, { exact: true }).waitFor(soon);
        await examine(page, `connection-${state}-${name}`);
      }
    });
  }

  test("show her own words, and the sums so far as money", async () => {
    waiting ??= await desk.refundToApprove();
    const page = await desk.open("/desk/approvals");
    await page.getByText("She wrote:").waitFor(soon);
    await page.getByText("arrived with a hole in it").first().waitFor(soon);
    const sums = page.locator("dl").filter({ hasText: "Customer refunds 30d" });
    expect(await sums.innerText()).toMatch(/Customer refunds 30d\s+\$\d+\.\d\d/);
  });

  test("are gone through by keyboard: to the next and back, and on after each decision", async () => {
    waiting ??= await desk.refundToApprove();
    const refund = waiting;
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
