import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { examine, looks } from "./test-browser.ts";
import { bodiesOf, chromiumOrSkip, first, openDesk, soon } from "./desk-in-browser.ts";
import { chatIn, launcherOf } from "./host-page.ts";
import { visitsOf } from "./visits.ts";

const chromium = chromiumOrSkip("the first minute");
const runsWithinMs = 180_000;

describe.runIf(chromium !== null)("the first minute, in a browser", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");
  const visits = visitsOf(desk);
  /** A window of the shop, in which somebody has signed in. */
  const playing = async (firstName: string): Promise<Page> => {
    const page = await desk.open(desk.server().shop);
    await page.getByRole("button", { name: `Play ${firstName}` }).click();
    await page.getByRole("heading", { name: `Hello, ${firstName}` }).waitFor(soon);
    return page;
  };
  /** Takes a suggestion of the page, and sends it. */
  const sayAsSuggested = async (page: Page, words: string): Promise<void> => {
    await page.getByRole("button", { name: words }).click();
    await expect.poll(() => visits.field(page).inputValue(), soon).toContain(words);
    await visits.field(page).press("Enter");
  };
  /** Waits until the account page shows a record whose id begins so, and says this of it. */
  const shown = async (page: Page, idPrefix: string, ...words: readonly string[]): Promise<void> => {
    const found = words.reduce(
      (item, hasText) => item.filter({ hasText }),
      page.locator(`#records [data-item^="${idPrefix}"]`),
    );
    await found.waitFor(soon);
  };

  test("the exchange, the refund that stops for approval, and what takes it back: order, money and message to see", async () => {
    const startedAt = performance.now();
    const took = (what: string): void =>
      console.log(`${((performance.now() - startedAt) / 1000).toFixed(1)} s  ${what}`);

    const wendy = await playing("Wendy");
    await wendy.getByText("sent in 27").waitFor(soon);
    await sayAsSuggested(wendy, "You sent a 27 instead of a 29.");
    await shown(wendy, "LX-", "created", "Size 27 for 29");
    await shown(wendy, "LB-", "ready");
    await wendy.locator("#records").getByText("Your return label for order L-14497", { exact: true }).waitFor(soon);
    await chatIn(wendy).getByText("It is arranged").waitFor(soon);
    took("the wrong size is exchanged, labelled and mailed");

    const quentin = await playing("Quentin");
    await sayAsSuggested(quentin, "my order L-43987 arrived with a hole in it");
    await chatIn(quentin).getByRole("button", { name: "Yes, go ahead" }).click(soon);
    // What the desk was asking while somebody signs out is refused, which the browser writes to the console.
    const approvals = await desk.open("/desk/approvals", {}, false);
    await approvals.getByRole("heading", { name: /Refund \$180\.00 for order L-43987/ }).waitFor(soon);
    expect(await quentin.getByText(/Refund RF-/).count()).toBe(0);
    took("a refund of $180.00 waits for a lead");

    await approve(approvals);
    await shown(quentin, "RF-", "on its way", "$180.00");
    await shown(quentin, "L-43987", "$180.00 refunded");
    await chatIn(quentin).getByText("$180.00 for order L-43987 is on its way").waitFor(soon);
    const caseId = await visits.caseOf("my order L-43987");
    await first(() => bodiesOf(desk, caseId, "case.resolved"));
    took("approved, and the money is on its way");

    await approvals.goto(`${desk.server().url}/desk/cases/${caseId}`);
    await approvals.getByRole("button", { name: "Undo", exact: true }).click(soon);
    await approvals.getByLabel("Why").fill("The parcel came back unopened.");
    await approvals.getByRole("button", { name: "Propose to take it back" }).click(soon);
    await first(async () =>
      (await bodiesOf(desk, caseId, "proposal.made")).filter((body) =>
        JSON.stringify(body).includes("came back unopened"),
      ),
    );
    // Nobody approves what they proposed: the second lead does, at the same machine.
    await approvals.getByRole("button", { name: "Sign out" }).click();
    await approvals.getByRole("button", { name: "Second lead, at this machine" }).click(soon);
    await approvals.getByRole("link", { name: "Approvals" }).click(soon);
    await approve(approvals);
    await shown(quentin, "RF-", "taken back", "the processor keeps $0.30");
    await expect
      .poll(() => quentin.locator('#records [data-item="L-43987"]').innerText(), soon)
      .not.toContain("refunded");
    took("it is taken back");
    expect(await bodiesOf(desk, caseId, "undo.ended")).toMatchObject([{ isUndone: true }]);
  });

  const approve = async (page: Page): Promise<void> => {
    await page.getByRole("button", { name: "Approve" }).waitFor(soon);
    // Until what is asked has been in sight for a moment, nothing counts as a decision.
    await page.waitForTimeout(700);
    await page.keyboard.press("a");
    await page.getByText("Press Enter to approve").waitFor(soon);
    await page.keyboard.press("Enter");
    await page.getByRole("status").getByText("approved this").waitFor(soon);
  };

  test("who signs out takes the conversation along, and the next one at the machine sees nothing of it", async () => {
    const page = await playing("Nadia");
    await launcherOf(page).click();
    await visits.say(page, "leave-1 hello");
    await chatIn(page).locator(".ours").first().waitFor(soon);
    await page.getByRole("button", { name: "Close chat" }).first().click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Who do you want to be?" }).waitFor(soon);
    await page.getByRole("button", { name: "Play Victor" }).click();
    await page.getByRole("heading", { name: "Hello, Victor" }).waitFor(soon);
    await launcherOf(page).click();
    await chatIn(page).getByRole("heading", { name: "How can we help?" }).waitFor(soon);
    expect(await chatIn(page).getByText("leave-1 hello").count()).toBe(0);
    expect(await visits.customerOf(await visits.caseOf("leave-1 hello"))).toBe("LC-2904");
  });

  test("a suggestion also takes the place of what was half written, and is sent by her alone", async () => {
    const page = await playing("Tomasz");
    await launcherOf(page).click();
    await visits.field(page).fill("I wanted to ask");
    await page.getByRole("button", { name: "Can you pause" }).click();
    await expect.poll(() => visits.field(page).inputValue(), soon).toContain("Can you pause");
    expect(await chatIn(page).locator(".hers").count()).toBe(0);
  });

  test("a suggestion that is clicked before the chat is there is put into it once it is", async () => {
    const page = await playing("Tomasz");
    const held: (() => void)[] = [];
    await page.route("**/widget/loader.js", async (route) => {
      await new Promise<void>((resolve) => held.push(resolve));
      await route.continue();
    });
    await page.reload({ waitUntil: "commit" });
    await page.getByRole("button", { name: "Can you pause" }).click();
    await expect.poll(() => held.length, soon).toBe(1);
    for (const letGo of held) letGo();
    await expect.poll(() => visits.field(page).inputValue(), soon).toContain("Can you pause");
  });

  for (const { colorScheme, width } of looks) {
    test(`at ${width} pixels and ${colorScheme} no view has a fault of access, or scrolls sideways`, async () => {
      const context = { colorScheme, viewport: { width, height: 900 }, bypassCSP: true };
      const page = await desk.open(desk.server().shop, context);
      await launcherOf(page).waitFor(soon);
      await examine(page, `shop-front-${width}-${colorScheme}`);
      await page.getByRole("button", { name: "Play Chidi" }).click();
      await page.getByRole("heading", { name: "Hello, Chidi" }).waitFor(soon);
      await launcherOf(page).waitFor(soon);
      await examine(page, `shop-account-${width}-${colorScheme}`);
    });
  }
});
