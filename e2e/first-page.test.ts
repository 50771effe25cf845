import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { examine } from "./test-browser.ts";
import { chromiumOrSkip, openDesk, soon } from "./desk-in-browser.ts";

const chromium = chromiumOrSkip("the first page");
const runsWithinMs = 180_000;

describe.runIf(chromium !== null)("the first page in a browser", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");
  const server = () => desk.server();

  const messages = (page: Page) => page.getByRole("log", { name: "Conversation" });
  const write = async (page: Page, customer: string, text: string) => {
    await page.getByLabel("Customer", { exact: true }).fill(customer);
    await page.getByLabel("Message", { exact: true }).fill(text);
    await page.getByRole("button", { name: "Send" }).click();
    await messages(page).getByText(text).waitFor(soon);
  };

  // These leave the refund open that the test after them brings to its end.
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [400, 1280]) {
      test(`at ${width} pixels and ${colorScheme} it has no fault of access, and scrolls in one direction only`, async () => {
        const options = { colorScheme, viewport: { width, height: 800 }, bypassCSP: true };
        const page = await desk.open(server().page, options);
        await page.getByRole("status").getByText("Live").waitFor(soon);
        await examine(page, `opening-${colorScheme}-${width}`);
        await write(page, "LC-2908", "my order L-43987 arrived with a hole in it, I want my money back");
        await page.getByRole("button", { name: "Yes" }).waitFor(soon);
        await examine(page, `case-${colorScheme}-${width}`);
      });
    }
  }

  test("a customer writes, says yes, a lead approves by a click, and the reply comes by itself; another window sees it live", async () => {
    const watcher = await desk.open(server().page);
    const page = await desk.open(server().page);
    expect(page.url()).toBe(`${server().url}/`);
    await write(page, "LC-2908", "my order L-43987 arrived with a hole in it, I want my money back");
    await watcher.locator(`#case-list a[href="${new URL(page.url()).hash}"]`).click(soon);
    await page.getByRole("button", { name: "Yes" }).click(soon);
    await watcher.getByText("needs an answer").waitFor(soon);
    await watcher.getByLabel("Reason (optional)").fill("The photo shows it.");
    await watcher.getByRole("button", { name: "Approve" }).click();
    for (const window of [page, watcher]) {
      await messages(window).getByText("$180.00 for order L-43987 is on its way back").waitFor(soon);
      await window.getByText(/Read back, “Refund an order” is done/).waitFor(soon);
      await window.getByText(/^resolved ·/).waitFor(soon);
      expect(await window.getByRole("button", { name: "Approve" }).count()).toBe(0);
    }
    expect(await watcher.getByText("The photo shows it.").count()).toBeGreaterThan(0);
  });

  test("markup in a message is shown as text, and does nothing", async () => {
    const page = await desk.open(server().page);
    const text = '<script>alert(1)</script><img src=x onerror="alert(2)"><b>bold</b> & "quotes"';
    await write(page, "<i>LC</i>", text);
    expect(await messages(page).locator(".customer").first().innerText()).toContain(text);
    await page.getByRole("heading", { name: "<i>LC</i>:" }).waitFor(soon);
    await page.locator("#trace-list").getByText("hears").first().waitFor(soon);
    expect(await page.locator("main :is(script, img, b, i)").count()).toBe(0);
  });

  test("without a key it asks for one, says when it is wrong, keeps it for the tab, and forgets it", async () => {
    // The browser itself writes the refused request to the console.
    const page = await desk.open(`${server().url}/#key=pur_wrong`, {}, false);
    await page.getByRole("alert").getByText("does not know this key").waitFor(soon);
    await page.getByLabel("API key").fill(server().key);
    await page.getByLabel("API key").press("Enter");
    await page.getByRole("status").getByText("Live").waitFor(soon);
    await page.reload();
    await page.getByRole("status").getByText("Live").waitFor(soon);
    await page.getByRole("button", { name: "Forget the key" }).click();
    await page.reload();
    await page.getByLabel("API key").waitFor(soon);
    expect(await page.evaluate("JSON.stringify([localStorage, sessionStorage])")).not.toContain("pur_");
  });

  test("everything can be done with the keyboard", async () => {
    const page = await desk.open(server().page);
    await page.getByRole("status").getByText("Live").waitFor(soon);
    await page.getByLabel("Customer", { exact: true }).focus();
    await page.keyboard.type("LC-2908");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type("I want to talk to a person");
    await page.keyboard.press("Enter");
    await messages(page).getByText("talk to a person").waitFor(soon);
    await page.getByRole("heading", { level: 2, name: /LC-2908/ }).waitFor(soon);
    expect(await page.evaluate("document.activeElement.id")).toBe("case-title");
    await page.getByLabel("Write as the customer").focus();
    await page.keyboard.type("thank you");
    await page.keyboard.press("Enter");
    await messages(page).getByText("thank you").waitFor(soon);
  });

  test("after the server was killed it says so, comes back by itself, and shows what came meanwhile once", async () => {
    const page = await desk.open(server().page, {}, false);
    await write(page, "LC-2908", "hello there");
    const caseId = new URL(page.url()).hash.replace("#case=", "");
    await page.waitForTimeout(500);
    const before = await messages(page).locator("p").count();
    server().child.kill("SIGKILL");
    await server().end;
    await page.getByRole("status").getByText("connection is lost").waitFor(soon);
    await desk.restart();
    const sent = await fetch(`${server().url}/v1/cases/${caseId}/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${server().key}` },
      body: JSON.stringify({ text: "are you back?" }),
    });
    expect(sent.status).toBe(202);
    await messages(page).getByText("are you back?").waitFor(soon);
    await page.getByRole("status").getByText("Live").waitFor(soon);
    expect(await messages(page).getByText("hello there").count()).toBe(1);
    expect(await messages(page).locator("p").count()).toBeGreaterThan(before);
  });
});
