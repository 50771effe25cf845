import { describe, expect, test } from "vitest";
import { bodiesOf, chromiumOrSkip, openDesk, soon } from "./desk-in-browser.ts";
import { chatIn, launcherOf, openHostSite } from "./host-page.ts";
import { visitsOf } from "./visits.ts";

const chromium = chromiumOrSkip("a merged case in the chat");
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
});
