import { describe, expect, test } from "vitest";
import { z } from "zod";
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

  test("is answered with a draft of the agent's, a canned reply, and what the systems of record say", async () => {
    const caseId = await desk.write("LC-2907", "I want to talk to a person");
    const page = await desk.open(caseUrl(caseId));
    await page.getByText("Nobody has it.").waitFor(soon);
    await page.getByLabel("Briefing").getByRole("button", { name: "Take over" }).click();
    await page.getByText("Yours").waitFor(soon);
    await desk.ask(z.unknown(), "POST", `/v1/cases/${caseId}/messages`, {
      text: "How do I wash the canvas sneakers?",
    });
    await page.getByRole("article").getByText("canvas sneakers").waitFor(soon);
    await page.getByLabel("Briefing").getByRole("button", { name: "Draft a reply" }).click();
    const field = page.getByLabel("Your reply to the customer");
    await expect.poll(() => field.inputValue(), soon).toContain("laundry bag");
    expect((await bodiesOf(desk, caseId, "message.sent")).filter(({ teammateId }) => teammateId)).toEqual([]);
    await field.pressSequentially(" Best, Ada");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByRole("article").getByText("Best, Ada").waitFor(soon);
    await field.fill("/any");
    await page.getByRole("option", { name: /Anything else/ }).waitFor(soon);
    await page.keyboard.press("Enter");
    await expect.poll(() => field.inputValue(), soon).toContain("Is there anything else");
    await field.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("looking into");
    await page.keyboard.press("Enter");
    await expect.poll(() => field.inputValue(), soon).toContain("am looking into it");
    await page.getByText("In the systems of record").waitFor(soon);
    await page.getByRole("button", { name: "Find the customer's orders" }).click();
    await page
      .getByText(/^Read /)
      .last()
      .waitFor(soon);
    expect(JSON.stringify(await bodiesOf(desk, caseId, "note.added"))).toContain("tm-local looked up");
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
