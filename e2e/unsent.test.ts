import { describe, expect, test } from "vitest";
import { asSecondLead, chromiumOrSkip, openDesk, soon } from "./desk-in-browser.ts";

const chromium = chromiumOrSkip("what is not sent yet");
const runsWithinMs = 180_000;

describe.runIf(chromium !== null)("what a person has begun to write at the desk", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");
  const caseUrl = (caseId: string): string => `/desk/cases/${caseId}`;

  test("keeps a reply and a note that are not sent, over another case and a reload, until each is sent or discarded", async () => {
    const [caseId, other] = [await desk.write("LC-2911", "good morning"), await desk.write("LC-2912", "good evening")];
    const page = await desk.open(caseUrl(caseId), {}, false);
    const goTo = async (path: string): Promise<void> => {
      await page.goto(new URL(path, desk.server().url).href);
      await page
        .getByLabel("Write")
        .getByRole("textbox")
        .or(page.getByText("Live", { exact: true }))
        .first()
        .waitFor(soon);
    };
    const reply = page.getByLabel("Your reply to the customer");
    const note = page.getByLabel("A note for teammates");
    const write = page.getByLabel("Write");
    await write.getByRole("button", { name: "Take over" }).click(soon);
    await reply.fill("Good morning, the parcel is", soon);
    await write.getByRole("button", { name: "Note" }).click();
    await note.fill("She called twice");
    await write.getByRole("button", { name: "Reply" }).click();
    await page
      .getByLabel("Files for the reply")
      .setInputFiles({ name: "label.txt", mimeType: "text/plain", buffer: Buffer.from("a label") });
    await page.getByRole("list", { name: "Files for the reply" }).getByText("ready").waitFor(soon);
    await goTo(caseUrl(other));
    expect(await note.inputValue()).toBe("");
    await goTo("/desk/inbox");
    await page.getByRole("link", { name: /LC-2911.*Unsent/ }).click(soon);
    await reply.waitFor(soon);
    expect(await reply.inputValue()).toBe("Good morning, the parcel is");
    await page.getByRole("list", { name: "Files for the reply" }).getByText("label.txt").waitFor(soon);
    // Another person at the same browser has drafts of their own.
    await asSecondLead(page, caseUrl(caseId));
    await note.waitFor(soon);
    expect(await note.inputValue()).toBe("");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "You, at this machine" }).click(soon);
    await page.getByRole("link", { name: "Approvals" }).waitFor(soon);
    await goTo(caseUrl(caseId));
    await page.keyboard.press("r");
    await page.keyboard.type(" on its way.");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByRole("article").getByText("Good morning, the parcel is on its way.").waitFor(soon);
    await expect.poll(() => reply.inputValue(), soon).toBe("");
    await write.getByRole("button", { name: "Note" }).click();
    expect(await note.inputValue()).toBe("She called twice");
    await page.getByRole("button", { name: "Discard" }).click();
    expect(await note.inputValue()).toBe("");
    await page.reload();
    await reply.waitFor(soon);
    expect(await reply.inputValue()).toBe("");
    await goTo("/desk/inbox");
    await page
      .getByRole("link", { name: /LC-2911/ })
      .first()
      .waitFor(soon);
    expect(await page.getByRole("link", { name: /Unsent/ }).count()).toBe(0);
  });

  test("puts a draft of the agent's, or a canned reply, into no reply that was begun by a person", async () => {
    const caseId = await desk.write("LC-2907", "How do I wash the canvas sneakers?");
    const page = await desk.open(caseUrl(caseId));
    await page.getByLabel("Write").getByRole("button", { name: "Take over" }).click(soon);
    const field = page.getByLabel("Your reply to the customer");
    await field.fill("Dear Ms Lee,", soon);
    await page.getByLabel("Write").getByRole("button", { name: "Draft" }).click();
    const offered = page.getByLabel("Write").getByRole("status").filter({ hasText: "laundry bag" });
    await offered.waitFor(soon);
    expect(await field.inputValue()).toBe("Dear Ms Lee,");
    await page.getByRole("button", { name: "Use it instead" }).click();
    await expect.poll(() => field.inputValue(), soon).toContain("laundry bag");
    await field.fill("Dear Ms Lee,");
    await field.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("looking into");
    await page.keyboard.press("Enter");
    await expect.poll(() => field.inputValue(), soon).toMatch(/^Dear Ms Lee,\n\n.*am looking into it/s);
  });
});
