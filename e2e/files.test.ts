import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { gif, png } from "../server/src/http/testing/test-files.ts";
import { bodiesOf, chromiumOrSkip, openDesk, soon } from "./desk-in-browser.ts";
import { chatIn, launcherOf, openHostSite } from "./host-page.ts";
import { examine } from "./test-browser.ts";
import { visitsOf } from "./visits.ts";

const chromium = chromiumOrSkip("sending files");
const runsWithinMs = 180_000;

const picture = { name: "sleeve.png", mimeType: "image/png", buffer: png(60, 40) };
const note = { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("The seam is open.") };
const page = { name: "photo.png", mimeType: "image/png", buffer: Buffer.from("<script>alert(1)</script>") };

const both = {
  name: "both.html",
  mimeType: "text/html",
  buffer: Buffer.concat([gif, Buffer.from("/*<script>alert(document.domain)</script>*/=1;alert(1);//")]),
};

/** A picture that is a script as well is opened in a tab of its own, and is a picture there. */
async function opensAlone(teammate: Page): Promise<void> {
  const [tab] = await Promise.all([
    teammate.context().waitForEvent("page"),
    teammate.getByRole("link", { name: "both.html.gif" }).click(),
  ]);
  const dialogs: string[] = [];
  tab.on("dialog", (dialog) => void dialogs.push(dialog.message()));
  await tab.waitForLoadState();
  expect(await tab.evaluate("[document.contentType, document.scripts.length]")).toEqual(["image/gif", 0]);
  expect(dialogs).toEqual([]);
  await tab.close();
}

/** Puts a file where a person would drop or paste it. */
function give(how: "drop" | "paste", name: string): string {
  return `(() => {
    const data = new DataTransfer();
    data.items.add(new File(["given by ${how}"], ${JSON.stringify(name)}, { type: "text/plain" }));
    const target = document.querySelector(${how === "drop" ? '".messages"' : '"textarea"'});
    const event = ${how === "drop" ? "new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })" : "new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })"};
    target.dispatchEvent(event);
  })()`;
}

const attachmentsSchema = z.object({ attachments: z.array(z.object({ fileId: z.string(), name: z.string() })) });

describe.runIf(chromium !== null)("files in the chat", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");
  const site = openHostSite(() => desk.server().url);
  const visits = visitsOf(desk);
  const chooser = (at: Page) => chatIn(at).locator('input[type="file"]');
  const tray = (at: Page) => chatIn(at).getByRole("list", { name: "Files of your next message" });
  const said = (at: Page) => chatIn(at).locator(".row.hers:not(.unsent)");
  const openChat = async (isQuiet = true, attributes: Record<string, string> = {}): Promise<Page> => {
    const window = await desk.open(site.page(attributes), {}, isQuiet);
    await launcherOf(window).click();
    await chatIn(window)
      .getByRole("button", { name: /Add files|Dateien/ })
      .waitFor(soon);
    return window;
  };
  /** How wide the first picture is that is really drawn there; 0 before. */
  const widthOf = (at: Page, place: string) =>
    chatIn(at).locator("body").evaluate(`document.querySelector("${place} img")?.naturalWidth ?? 0`);
  const isShown = async (at: Page): Promise<void> => {
    await expect.poll(() => widthOf(at, ".row.hers:not(.unsent) .picture"), soon).toBe(60);
    expect(await said(at).getByRole("img", { name: "sleeve.png" }).count()).toBe(1);
  };

  test("a picture without a word is seen in both tabs and after a reload, and she is asked what it is about", async () => {
    const window = await openChat();
    const other = await window.context().newPage();
    await other.goto(site.page());
    await launcherOf(other).click();
    await chooser(window).setInputFiles(picture);
    await tray(window).getByText("Ready to send").waitFor(soon);
    expect(await widthOf(window, ".tray")).toBe(60);
    await chatIn(window).getByRole("button", { name: "Send", exact: true }).click();
    await isShown(window);
    await chatIn(window).getByText("Thank you, your picture has arrived. What is it about").waitFor(soon);
    await isShown(other);
    await window.reload();
    await isShown(window);
    expect(await tray(window).count()).toBe(0);
    const [download] = await Promise.all([
      window.waitForEvent("download", soon),
      said(window).getByRole("link", { name: "Save sleeve.png" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("sleeve.png");
  });

  test("what is pasted, dropped and chosen goes with the words, and one that was removed does not", async () => {
    const window = await openChat();
    const frame = window.frames().find((each) => each.url().includes("/widget/")) ?? expect.fail();
    await frame.evaluate(give("paste", "pasted.txt"));
    await frame.evaluate(give("drop", "dropped.txt"));
    await chooser(window).setInputFiles([note, { ...note, name: "not this.txt" }]);
    await expect.poll(() => tray(window).getByText("Ready to send").count(), soon).toBe(4);
    await chatIn(window).getByRole("button", { name: "Remove: not this.txt" }).click();
    await visits.say(window, "given-1 three files");
    await said(window).getByRole("button", { name: "Save dropped.txt" }).waitFor(soon);
    const [body] = await bodiesOf(desk, await visits.caseOf("given-1"), "message.received");
    expect(attachmentsSchema.parse(body).attachments.map(({ name }) => name)).toEqual([
      "pasted.txt",
      "dropped.txt",
      "note.txt",
    ]);
    const [download] = await Promise.all([
      window.waitForEvent("download", soon),
      said(window).getByRole("button", { name: "Save dropped.txt" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("dropped.txt");
  });

  test("what cannot be sent says why, stays to be read, and keeps nothing else back", async () => {
    const window = await openChat(false);
    const large = { ...note, name: "film.txt", buffer: Buffer.alloc(10_000_001, "a") };
    await chooser(window).setInputFiles([page, large, note]);
    await tray(window).getByText("Only pictures, PDFs and plain texts can be sent here.").waitFor(soon);
    await tray(window).getByText("It is larger than 10 MB").waitFor(soon);
    await tray(window).getByText("Ready to send").waitFor(soon);
    await chooser(window).setInputFiles([1, 2, 3, 4, 5].map((each) => ({ ...note, name: `${each}.txt` })));
    await tray(window).getByText("These are as many files as one message can have.").waitFor(soon);
    await expect.poll(() => tray(window).getByText("Ready to send").count(), soon).toBe(5);
    await visits.say(window, "refused-1 some of it");
    await said(window).getByRole("button", { name: "Save 4.txt" }).waitFor(soon);
    expect(await tray(window).getByRole("listitem").count()).toBe(3);
    for (const name of ["photo.png", "film.txt", "5.txt"])
      await chatIn(window)
        .getByRole("button", { name: `Remove: ${name}` })
        .click();
    expect(await tray(window).count()).toBe(0);
  });

  test("a file whose answer gets lost is stored once, and what has come is still there after a reload", async () => {
    const window = await openChat(false);
    let isCut = true;
    let tries = 0;
    await window.route("**/v1/visitor/files", async (route) => {
      tries += 1;
      if (!isCut) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await chooser(window).setInputFiles(note);
    await tray(window).getByText("Waits for the connection").waitFor(soon);
    expect(await chatIn(window).getByRole("button", { name: "Send", exact: true }).isDisabled()).toBe(true);
    isCut = false;
    await tray(window).getByText("Ready to send").waitFor(soon);
    expect(tries).toBeGreaterThan(1);
    await window.unrouteAll({ behavior: "wait" });
    await window.reload();
    await tray(window).getByText("note.txt").waitFor(soon);
    await visits.say(window, "lost-1 here it is");
    await said(window).getByRole("button", { name: "Save note.txt" }).waitFor(soon);
    const [body] = await bodiesOf(desk, await visits.caseOf("lost-1"), "message.received");
    expect(attachmentsSchema.parse(body).attachments).toHaveLength(1);
  });

  test("a file that was chosen before she signed in goes to the conversation that she has then", async () => {
    const caseId = await desk.write("LC-2914", "signed-1 hello");
    const window = await openChat(true, { identity: "later" });
    await window.waitForFunction("'purser' in window");
    await window.evaluate("purser.identify(null)");
    await chooser(window).setInputFiles(note);
    await tray(window).getByText("Ready to send").waitFor(soon);
    await window.evaluate(`purser.identify(${JSON.stringify(visits.login("LC-2914"))})`);
    await chatIn(window).getByRole("log").getByText("signed-1 hello").waitFor(soon);
    await tray(window).getByText("Ready to send").waitFor(soon);
    await visits.say(window, "signed-2 here it is");
    await said(window).getByRole("button", { name: "Save note.txt" }).waitFor(soon);
    expect(await visits.caseOf("signed-2")).toBe(caseId);
  });

  test("files have no fault of access, in German and by keyboard", async () => {
    const window = await desk.open(
      site.page({ locale: "de" }),
      { bypassCSP: true, viewport: { width: 390, height: 844 } },
      false,
    );
    await launcherOf(window).click();
    await chatIn(window).getByRole("button", { name: "Dateien hinzufügen" }).waitFor(soon);
    await chooser(window).setInputFiles([picture, page, note]);
    await chatIn(window)
      .getByText("Hier können nur Bilder, PDFs und einfache Texte gesendet werden.")
      .first()
      .waitFor(soon);
    await expect.poll(() => chatIn(window).locator(".tray").getByText("Bereit zum Senden").count(), soon).toBe(2);
    const frame = window.frames().find((each) => each.url().includes("/widget/")) ?? expect.fail();
    await examine(window, "widget-files-chosen", frame);
    await visits.field(window).focus();
    await window.keyboard.press("Tab");
    expect(await visits.field(window).evaluate("document.activeElement?.getAttribute('aria-label')")).toBe(
      "Dateien hinzufügen",
    );
    await window.keyboard.press("Shift+Tab");
    await window.keyboard.press("Enter");
    await isShown(window);
    await examine(window, "widget-files-said", frame);
  });

  test("at the desk what she sent is seen and saved, and what a teammate attaches to a reply comes to her", async () => {
    const window = await openChat();
    const evil = { ...note, name: '"><img src=x onerror=alert(1)>.txt' };
    await chooser(window).setInputFiles([picture, evil, both]);
    await expect.poll(() => tray(window).getByText("Ready to send").count(), soon).toBe(3);
    await visits.say(window, "desk-1 I would like to talk to a person");
    const caseId = await visits.caseOf("desk-1");
    const teammate = await desk.open(`/desk/cases/${caseId}`);
    const hers = teammate.getByRole("article").first();
    await hers.getByRole("link", { name: "sleeve.png" }).waitFor(soon);
    await expect
      .poll(() => teammate.evaluate("document.querySelector('article img')?.naturalWidth ?? 0"), soon)
      .toBe(60);
    expect(await teammate.locator("article img").count()).toBe(2);
    await opensAlone(teammate);
    const [download] = await Promise.all([
      teammate.waitForEvent("download", soon),
      hers.getByRole("link", { name: /^Save "><img/ }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^[^<>"]+\.txt$/);
    await teammate.getByLabel("Briefing").getByText("sleeve.png", { exact: true }).waitFor(soon);
    await teammate.getByLabel("Briefing").getByRole("button", { name: "Take over" }).click();
    await teammate.getByText("Yours").waitFor(soon);
    await teammate.getByLabel("Your reply to the customer").waitFor(soon);
    await teammate.evaluate(give("paste", "pasted.txt"));
    const chosen = teammate.locator('input[type="file"]');
    await chosen.setInputFiles([{ ...picture, name: "label.png" }]);
    const list = teammate.getByRole("list", { name: "Files for the reply" });
    await expect.poll(() => list.getByText(/ready$/).count(), soon).toBe(2);
    await teammate.getByRole("button", { name: "Send", exact: true }).click();
    const ours = chatIn(window).locator(".row.ours");
    await ours.getByRole("button", { name: "Save pasted.txt" }).waitFor(soon);
    await expect.poll(() => widthOf(window, ".row.ours .picture"), soon).toBe(60);
    await expect.poll(() => list.count(), soon).toBe(0);
    await teammate.getByRole("article").last().getByRole("link", { name: "label.png" }).waitFor(soon);
  });

  test("at the desk a file that is not taken says why and keeps no reply back, with no fault of access", async () => {
    const caseId = await desk.write("LC-2913", "I want to talk to a person");
    const teammate = await desk.open(`/desk/cases/${caseId}`, { bypassCSP: true }, false);
    await teammate.getByLabel("Briefing").getByRole("button", { name: "Take over" }).click();
    await teammate.getByText("Yours").waitFor(soon);
    await teammate.locator('input[type="file"]').setInputFiles([page, note]);
    const list = teammate.getByRole("list", { name: "Files for the reply" });
    await list.getByText(/is of no kind that is taken/).waitFor(soon);
    await list.getByText(/ready$/).waitFor(soon);
    await examine(teammate, "desk-files");
    await teammate.getByLabel("Your reply to the customer").fill("Here is the note.");
    await teammate.getByRole("button", { name: "Send", exact: true }).click();
    await teammate.getByRole("article").last().getByRole("link", { name: "Save note.txt" }).waitFor(soon);
    await list.getByRole("button", { name: "Remove photo.png" }).click();
    const sent = (await bodiesOf(desk, caseId, "message.sent")).at(-1);
    expect(attachmentsSchema.parse(sent).attachments.map(({ name }) => name)).toEqual(["note.txt"]);
  });
});
