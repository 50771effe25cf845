import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { bodiesOf, chromiumOrSkip, first, openDesk, soon } from "./desk-in-browser.ts";
import { chatIn, launcherOf, openHostSite } from "./host-page.ts";
import { visitsOf } from "./visits.ts";

const chromium = chromiumOrSkip("whose conversation it is, in the chat");
const runsWithinMs = 180_000;

describe.runIf(chromium !== null)("the chat", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");
  const site = openHostSite(() => desk.server().url);
  const visits = visitsOf(desk);

  test("goes on as one conversation when her case is merged into another of hers, and is rated once", async () => {
    const page = await desk.open(site.page({ identity: visits.login("LC-2913") }));
    await launcherOf(page).click();
    const chat = chatIn(page);
    await visits.say(page, "merged-1 hello");
    await chat.locator(".ours").first().waitFor(soon);
    const caseId = await visits.caseOf("merged-1 hello");
    const into = await desk.write("LC-2913", "elsewhere-1 hello");
    for (const id of [caseId, into]) await visits.post(`/v1/cases/${id}/takeover`);
    await visits.post(`/v1/cases/${caseId}/merge`, { into, reason: "The same parcel." });
    await visits.say(page, "merged-2 is anybody there?");
    await expect.poll(() => visits.heardIn(into), soon).toContain("merged-2 is anybody there?");
    await visits.post(`/v1/cases/${into}/reply`, { text: "merged-3 We are." });
    await chat.getByText("merged-3 We are.").waitFor(soon);
    for (const text of ["merged-1 hello", "merged-2 is anybody there?"])
      expect(await chat.getByText(text).count()).toBe(1);
    expect(await chat.getByText("This conversation is closed.").count()).toBe(0);
    expect(await chat.getByText("elsewhere-1 hello").count()).toBe(0);

    await page.reload();
    await chat.getByText("merged-3 We are.").waitFor(soon);
    expect(await chat.getByText("merged-1 hello").count()).toBe(1);
    await visits.post(`/v1/cases/${into}/close`, { reason: "answered" });
    await chat.getByRole("button", { name: "Good", exact: true }).click(soon);
    await chat.getByRole("button", { name: "Send feedback" }).click();
    await chat.getByText("Thank you for your feedback.").waitFor(soon);
    expect(await bodiesOf(desk, into, "case.rated")).toHaveLength(1);
    expect(await bodiesOf(desk, caseId, "case.rated")).toEqual([]);
  });

  test("sends what she writes while the page is saying who she is in her name", async () => {
    const page = await desk.open(site.page({ identity: visits.login("LC-2914") }));
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => (answer = resolve));
    await page.route("**/v1/visitor/identity", async (route) => {
      await asked;
      await route.continue();
    });
    await launcherOf(page).click();
    await visits.say(page, "early-1 hello");
    await chatIn(page).locator(".unsent").getByText("early-1 hello").waitFor(soon);
    answer();
    expect(await visits.customerOf(await visits.caseOf("early-1 hello"))).toBe("LC-2914");
  });

  test("makes the conversation hers that is being begun while the page says who she is", async () => {
    const page = await desk.open(site.page({ identity: "later" }));
    let answer = (): void => undefined;
    const begun = new Promise<void>((resolve) => (answer = resolve));
    await page.route("**/v1/visitor/conversations", async (route) => {
      const response = await route.fetch();
      await begun;
      await route.fulfill({ response });
    });
    await page.waitForFunction("'purser' in window");
    await page.evaluate("purser.identify(null)");
    await launcherOf(page).click();
    await visits.say(page, "early-2 hello");
    const caseId = await visits.caseOf("early-2 hello");
    await page.evaluate(`purser.identify(${JSON.stringify(visits.login("LC-2915"))})`);
    answer();
    await expect.poll(() => visits.customerOf(caseId), soon).toBe("LC-2915");
    await visits.say(page, "early-3 it is me");
    await expect.poll(() => visits.heardIn(caseId), soon).toEqual(["early-2 hello", "early-3 it is me"]);
  });

  test("shows in a second window the conversation that was begun anew in the first, from its beginning", async () => {
    const page = await desk.open(site.page({ identity: visits.login("LC-2917") }));
    await launcherOf(page).click();
    await visits.say(page, "window-1 hello");
    await chatIn(page).locator(".ours").first().waitFor(soon);
    const second = await page.context().newPage();
    await second.goto(site.page({ identity: visits.login("LC-2917") }));
    await launcherOf(second).click();
    await chatIn(second).getByText("window-1 hello").waitFor(soon);
    const caseId = await visits.caseOf("window-1 hello");
    await visits.post(`/v1/cases/${caseId}/takeover`);
    await visits.post(`/v1/cases/${caseId}/close`, { reason: "answered" });
    await chatIn(second).getByText("This conversation is closed.").waitFor(soon);
    await chatIn(page).getByRole("button", { name: "Start a new conversation" }).click(soon);
    await visits.say(page, "window-2 hello");
    await chatIn(page).locator(".ours").first().waitFor(soon);
    await chatIn(second).getByText("window-2 hello").waitFor(soon);
    expect(await chatIn(second).getByText("window-1 hello").count()).toBe(0);
  });

  test("shows what came in before the browser had painted it for the first time", async () => {
    const page = await desk.open(site.page({ identity: visits.login("LC-2916") }));
    // A machine that is so busy that the server answers before the first picture stands.
    await page.addInitScript(() => {
      const after = window.setTimeout.bind(window);
      const paintsAfterMs = 2000;
      window.requestAnimationFrame = () => 0;
      Object.assign(window, { setTimeout: (run: () => void, ms = 0) => after(run, ms > 200 ? ms : paintsAfterMs) });
    });
    await page.reload();
    await launcherOf(page).click();
    await chatIn(page).getByRole("heading", { name: "How can we help?" }).waitFor(soon);
    await chatIn(page).getByRole("heading", { name: "Larkspur" }).waitFor(soon);
  });

  test("goes by the server's time: a fast clock of hers takes no question away, and a slow one keeps none open", async () => {
    const text = "my order L-43987 arrived with a hole in it, I want my money back";
    const identity = visits.login("LC-2908");
    const openAt = async (year: number): Promise<Page> => {
      const page = await desk.open(site.page());
      await page.clock.setSystemTime(new Date(`${year}-01-01T00:00:00Z`));
      await page.goto(site.page({ identity }));
      await launcherOf(page).click();
      return page;
    };
    const question = (page: Page) => chatIn(page).getByRole("region", { name: "Please confirm" });
    const fast = await openAt(2090);
    await visits.say(fast, text);
    // A second device of hers finds the conversation that there is.
    const id = await visits.caseOf(text);
    const slow = await openAt(2020);
    for (const page of [fast, slow]) {
      await question(page)
        .getByText(/\$180\.00.*L-43987/)
        .waitFor(soon);
      expect(await question(page).getByRole("button").count()).toBe(2);
      expect(await question(page).getByText("expired").count()).toBe(0);
    }
    await desk.pass(30 * 24 * 3_600_000);
    await first(async () => bodiesOf(desk, id, "pause.expired"));
    for (const page of [fast, slow]) {
      await question(page).getByText("This question has expired. Nothing was done.").waitFor(soon);
      expect(await question(page).getByRole("button").count()).toBe(0);
    }
  });
});
