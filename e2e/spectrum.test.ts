import { tierPageSchema, versionPageSchema } from "@purser/contract";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { examine, looks } from "./test-browser.ts";
import { asSecondLead, bodiesOf, chromiumOrSkip, first, openDesk, soon } from "./desk-in-browser.ts";

const chromium = chromiumOrSkip("the spectrum");
const runsWithinMs = 180_000;
const path = "/desk/blueprint/spectrum";
const refund = "Refund an order";
/** A version is loaded whole before it is kept. */
const saved = { timeout: 90_000 };
const why = "A new payment system: people look at each refund.";

describe.runIf(chromium !== null)("the spectrum in a browser", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");

  const column = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
  const versions = async () => (await desk.ask(versionPageSchema, "GET", "/v1/blueprint/versions")).versions;
  const tierOf = async (name: string) =>
    (await desk.ask(tierPageSchema, "GET", "/v1/blueprint/tiers")).tools.find(({ tool }) => tool === name)?.tier;

  test("an action is moved to draft by keyboard: what would have been drafted is seen, it holds at once, and is put back by two", async () => {
    const caseId = await desk.refundToApprove();
    const page = await desk.open(path);
    const toDraft = page.getByRole("button", { name: `Move ${refund} to Draft` });
    await toDraft.waitFor(soon);
    await toDraft.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: `Move “${refund}” to Draft` });
    await dialog.getByText("judged again these would be answered otherwise").waitFor(soon);
    expect(await dialog.getByRole("link").first().getAttribute("href")).toBe(`/desk/cases/${caseId}`);
    await dialog.getByRole("checkbox").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    await page.keyboard.type(why);
    await page.keyboard.press("ControlOrMeta+Enter");
    await page.getByText("Saved, and in force").waitFor(saved);
    await column(page, "Draft").getByText(refund, { exact: true }).waitFor(soon);
    expect([await tierOf("refund_order"), (await versions())[0]?.why]).toEqual(["draft", why]);

    const text = "my order L-43987 arrived with a hole in it, I want my money back";
    const drafted = await desk.write("LC-2908", text);
    const judged = await first(() => bodiesOf(desk, drafted, "proposal.judged"));
    expect(["approve", "escalate"]).toContain(verdictOf(judged));

    await page.getByRole("button", { name: `Move ${refund} to Execute` }).click(soon);
    const back = page.getByRole("dialog", { name: `Move “${refund}” to Execute` });
    await back.getByText("Too little to say that the agent can do it alone.").waitFor(soon);
    await back.getByText(`“${refund}” waits for no teammate any more`).waitFor(soon);
    await back.getByRole("checkbox").check(soon);
    await back.getByLabel("Why").fill("It works.");
    await back.getByRole("button", { name: "Ask a second person" }).click();
    await page.getByText("Saved, and waiting for a second person").waitFor(saved);
    expect(await tierOf("refund_order")).toBe("draft");

    await asSecondLead(page, "/desk/blueprint/versions");
    const waiting = page.getByRole("region", { name: "Waiting for a second person" });
    await waiting.getByRole("button", { name: "What changes, and what it would do" }).click(soon);
    await waiting.getByText("refund_order: execute").waitFor(soon);
    await waiting.getByRole("button", { name: "Put in force" }).click();
    await waiting.waitFor({ state: "detached", ...soon });
    expect(await tierOf("refund_order")).toBe("execute");
  });

  test("an action is dragged to where it can be, and nowhere else", async () => {
    const page = await desk.open(path);
    const item = column(page, "Execute").getByRole("listitem").filter({ hasText: refund }).first();
    await item.waitFor(soon);
    await item.scrollIntoViewIfNeeded();
    const [from, to] = [await item.boundingBox(), await column(page, "Draft").boundingBox()];
    /** Beside where it stands, so that nothing scrolls on the way. */
    const targetPosition = { x: 60, y: (from?.y ?? 0) - (to?.y ?? 0) };
    await item.dragTo(column(page, "Draft"), { targetPosition });
    await page.getByRole("dialog", { name: `Move “${refund}” to Draft` }).waitFor(soon);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached", ...soon });
    await item.dragTo(column(page, "Coordinate"), { targetPosition });
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await tierOf("refund_order")).toBe("execute");
  });

  for (const { colorScheme, width } of looks) {
    test(`at ${width} pixels and ${colorScheme} neither the page nor a move has a fault of access`, async () => {
      const name = `${colorScheme}-${width}`;
      const page = await desk.open(path, { colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
      await page.getByRole("button", { name: `Move ${refund} to Draft` }).waitFor(soon);
      await examine(page, `desk-spectrum-${name}`);
      for (const move of [`Move ${refund} to Draft`, "Move Give store credit as a goodwill to Execute"]) {
        await page.getByRole("button", { name: move }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByText(/cases? read\./).waitFor(soon);
        await examine(page, `desk-spectrum-${move.endsWith("Draft") ? "draft" : "execute"}-${name}`);
        await page.keyboard.press("Escape");
        await dialog.waitFor({ state: "detached", ...soon });
      }
    });
  }
});

function verdictOf(judged: Readonly<Record<string, unknown>>): string {
  return /"verdict":\{"kind":"([a-z-]+)"/.exec(JSON.stringify(judged))?.[1] ?? "";
}
