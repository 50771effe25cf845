import { describe, expect, test } from "vitest";
import { bodiesOf, chromiumOrSkip, first, openDesk, soon } from "./desk-in-browser.ts";

const chromium = chromiumOrSkip("the case page");
const runsWithinMs = 180_000;

describe.runIf(chromium !== null)("a case at the desk", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");
  const caseUrl = (caseId: string): string => `/desk/cases/${caseId}`;

  test("is closed with a reason and a word to her, and opened again by whoever needs it", async () => {
    const caseId = await desk.write("LC-2905", "good morning");
    const page = await desk.open(caseUrl(caseId));
    await page.getByRole("button", { name: "Close" }).waitFor(soon);
    await page.keyboard.press("c");
    const dialog = page.getByRole("dialog", { name: "Close the case" });
    await dialog.getByLabel("Why").fill("She said hello only.");
    await dialog.getByLabel("Tell the customer").check();
    expect(await dialog.getByRole("button", { name: "Close the case" }).isDisabled()).toBe(true);
    await dialog.getByLabel("What she reads").fill("Have a good day.");
    await dialog.getByRole("button", { name: "Close the case" }).click();
    await page.getByRole("article").getByText("Have a good day.").waitFor(soon);
    expect(await bodiesOf(desk, caseId, "case.closed")).toMatchObject([{ reason: "She said hello only." }]);
    await page.getByRole("button", { name: "Reopen" }).waitFor(soon);
    await page.keyboard.press("u");
    await page.getByRole("dialog").getByLabel("Why").fill("She called.");
    await page.getByRole("button", { name: "Open it again" }).click();
    await page.getByText("Yours").waitFor(soon);
    expect(await bodiesOf(desk, caseId, "case.reopened")).toMatchObject([{ by: "tm-local", reason: "She called." }]);
  });

  test("is merged into another of the same customer, and says where it goes on", async () => {
    const caseId = await desk.write("LC-2906", "good morning");
    const goesOn = await desk.write("LC-2906", "I want to talk to a person");
    const page = await desk.open(caseUrl(caseId));
    await page.getByRole("button", { name: "Merge" }).click();
    await page.getByRole("radio").first().waitFor(soon);
    await page.getByRole("dialog").getByLabel("Why").fill("The same morning.");
    await page.getByRole("dialog").getByRole("button", { name: "Merge" }).click();
    await page.waitForURL(new RegExp(goesOn), soon);
    await page.getByText("Another case was merged into this one").waitFor(soon);
    expect(await first(() => bodiesOf(desk, goesOn, "case.absorbed"))).toMatchObject({ from: caseId });
    await page.goto(new URL(caseUrl(caseId), desk.server().url).href);
    await page.getByText("This case goes on as").waitFor(soon);
  });
});
