import { versionPageSchema } from "@purser/contract";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { examine, looks } from "./test-browser.ts";
import { asSecondLead, bodiesOf, chromiumOrSkip, first, openDesk, soon } from "./desk-in-browser.ts";

const chromium = chromiumOrSkip("limits and versions");
const runsWithinMs = 180_000;
/** A version is loaded whole before it is kept. */
const saved = { timeout: 90_000 };
const why = "A hole in a parcel is not worth a phone call.";

describe.runIf(chromium !== null)("limits and versions in a browser", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");

  const limitsPage = async (context: Parameters<typeof desk.open>[1] = {}): Promise<Page> => {
    const page = await desk.open("/desk/blueprint/limits", context);
    await page.getByLabel("Find a limit").fill("refund-confirmed");
    return page;
  };
  const limitIn = (page: Page) => page.getByRole("textbox", { name: "The amount asked for at most" }).first();
  const totalIn = (page: Page) =>
    page.getByRole("textbox", { name: /The total of customer refunds .* at most/ }).first();
  const versions = async () => (await desk.ask(versionPageSchema, "GET", "/v1/blueprint/versions")).versions;

  test("a limit is changed by keyboard: what it does to past cases is seen, then saved, and put back", async () => {
    const caseId = await desk.refundToApprove();
    const page = await limitsPage();
    await limitIn(page).focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("200.00");
    await page.getByText("It is $100.00 now").waitFor(soon);
    await page.keyboard.press("Tab");
    expect(await totalIn(page).and(page.locator(":focus")).count()).toBe(1);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("200");
    await page.getByText("It is $150.00 now").waitFor(soon);
    const effect = page.getByRole("region", { name: "What it would do" });
    await effect.getByText("she confirms, a lead approves").waitFor(soon);
    await effect.getByText("she confirms", { exact: true }).waitFor(soon);
    expect(await effect.getByRole("link").first().getAttribute("href")).toBe(`/desk/cases/${caseId}`);
    await effect.getByText("$180 is confirmed and approved by a lead").waitFor(soon);
    await effect.getByRole("checkbox").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.type(why);
    await effect.getByText("It permits more, so a second person puts it in force").waitFor(soon);
    await page.keyboard.press("ControlOrMeta+Enter");
    await page.getByText("Saved, and waiting for a second person").waitFor(saved);
    expect(await versions()).toHaveLength(1);
    await page.getByRole("link", { name: "See the versions" }).click();
    const waiting = page.getByRole("region", { name: "Waiting for a second person" });
    await waiting.getByText("refund-confirmed: the amount asked for at most $200.00 after $100.00.").waitFor(soon);
    await waiting.getByText("Another lead or an admin decides.").waitFor(soon);

    await asSecondLead(page, "/desk/blueprint/versions");
    await waiting.getByRole("button", { name: "What changes, and what it would do" }).click(soon);
    await waiting.getByText(/^\+ +context\.args\.amountMinor <= 20000/).waitFor(soon);
    await waiting.getByText("she confirms, a lead approves").waitFor(soon);
    await waiting.getByRole("button", { name: "Put in force" }).click();
    await waiting.waitFor({ state: "detached", ...soon });
    expect((await versions())[0]).toMatchObject({ why, source: "desk", by: "tm-local", confirmedBy: "tm-second" });

    const latest = page.getByRole("listitem").filter({ hasText: why });
    await latest.getByText("In force", { exact: true }).waitFor(soon);
    await latest.getByText("with tm-second as the second person").waitFor(soon);
    await latest.getByRole("button", { name: /What changed/ }).click();
    await latest.getByText(/^\+ +context\.args\.amountMinor <= 20000/).waitFor(soon);
    await page.getByRole("button", { name: /Put in force again.*Version 1$/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/^\+ +context\.args\.amountMinor <= 10000/).waitFor(soon);
    await dialog.getByLabel("Why").fill("Too much was paid back.");
    await dialog.getByRole("button", { name: "Put in force" }).click();
    await page.getByRole("heading", { name: /Version 3/ }).waitFor(soon);
    const [now, , start] = await versions();
    expect([now?.why, now?.hash]).toEqual(["Too much was paid back.", start?.hash]);
  });

  test("a stricter limit is in force at once, and the next case goes by it; a wider one is withdrawn", async () => {
    const page = await limitsPage();
    await limitIn(page).fill("20");
    await page.getByRole("checkbox").check(soon);
    await page.getByLabel("Why", { exact: true }).fill("Until the parcels are better.");
    await page.getByRole("button", { name: "Save as a new version" }).click();
    await page.getByText("Saved, and in force").waitFor(saved);
    const text = "my order L-43987 arrived with a hole in it, I want my money back";
    const caseId = await desk.write("LC-2908", text);
    const judged = await first(() => bodiesOf(desk, caseId, "proposal.judged"));
    expect(judged).toMatchObject({ judgement: { verdict: { kind: "confirm-then-approve" } } });
    const before = await versions();

    await limitIn(page).fill("100");
    await page.getByRole("checkbox").check(soon);
    await page.getByLabel("Why", { exact: true }).fill("They are better.");
    await page.getByRole("button", { name: "Ask a second person" }).click();
    await page.getByRole("link", { name: "See the versions" }).click(soon);
    await page.getByRole("button", { name: "Withdraw" }).click(soon);
    await page.getByText(/versions? that waited/).click(soon);
    await page.getByText("withdrawn by tm-local").waitFor(soon);
    expect(await versions()).toEqual(before);
  });

  test("what cannot be a limit is told beside it and not saved; Esc puts back what is in force", async () => {
    const page = await limitsPage();
    const limit = limitIn(page);
    const before = await limit.inputValue();
    await limit.fill("plenty");
    await page.getByText("An amount such as").waitFor(soon);
    expect(await page.getByRole("button", { name: "Save as a new version" }).count()).toBe(0);
    await limit.press("Escape");
    expect(await limit.inputValue()).toBe(before);
  });

  test("a second person refuses with a reason, and the first one reads it", async () => {
    const page = await limitsPage();
    await limitIn(page).fill("150");
    await page.getByRole("checkbox").check(soon);
    await page.getByLabel("Why", { exact: true }).fill("It would save calls.");
    await page.getByRole("button", { name: "Ask a second person" }).click();
    await page.getByText("Saved, and waiting").waitFor(saved);
    await asSecondLead(page, "/desk/blueprint/versions");
    await page.getByRole("button", { name: "Refuse" }).click(soon);
    await page.keyboard.type("Not before the season.");
    await page.keyboard.press("ControlOrMeta+Enter");
    await page.getByText(/versions? that waited/).click(soon);
    await page.getByText("refused by tm-second").filter({ hasText: "Not before the season." }).waitFor(soon);
  });

  for (const { colorScheme, width } of looks) {
    test(`at ${width} pixels and ${colorScheme} neither page has a fault of access`, async () => {
      const name = `${colorScheme}-${width}`;
      const page = await limitsPage({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
      await limitIn(page).fill("10.00");
      await page
        .getByText(/judged again|Nothing of this kind/)
        .first()
        .waitFor(soon);
      await examine(page, `desk-blueprint-limits-${name}`);
      await limitIn(page).fill("300.00");
      await page.getByText("so a second person puts it in force").waitFor(soon);
      await page.getByRole("checkbox").check(soon);
      await page.getByLabel("Why", { exact: true }).fill(why);
      await examine(page, `desk-blueprint-wider-${name}`);
      await page.getByRole("button", { name: "Ask a second person" }).click();
      await page.getByText("Saved, and waiting").waitFor(saved);
      await page.goto(`${desk.server().url}/desk/blueprint/versions`);
      await page.getByRole("button", { name: "What changes, and what it would do" }).click(soon);
      await page.getByText(/cases? read\./).waitFor(soon);
      await examine(page, `desk-blueprint-pending-${name}`);
      await page.getByRole("button", { name: "Withdraw" }).click();
      await page.getByText(/versions? that waited/).click(soon);
      await page
        .getByRole("button", { name: /What changed/ })
        .first()
        .click(soon);
      await page.locator("pre").first().waitFor(soon);
      await examine(page, `desk-blueprint-versions-${name}`);
      await page
        .getByRole("button", { name: /Put in force again/ })
        .first()
        .click();
      await page
        .getByRole("dialog")
        .getByText(/^line /)
        .first()
        .waitFor(soon);
      await examine(page, `desk-blueprint-again-${name}`);
    });
  }
});
