import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { examine, looks } from "./test-browser.ts";
import { chromiumOrSkip, openDesk, soon } from "./desk-in-browser.ts";

const chromium = chromiumOrSkip("the insights");
const runsWithinMs = 180_000;

describe.runIf(chromium !== null)("the insights in a browser", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");

  test("a case counts as soon as it is measured, and each number opens the cases that it counts", async () => {
    await desk.write("LC-2902", "I want to talk to a person");
    await desk.write("LC-2903", "where is my order?");
    const page = await desk.open("/desk/insights");
    await page.getByText("Why people had cases").waitFor(soon);
    const figures = page.getByRole("region", { name: "Figures by procedure" });
    const all = figures.getByRole("row", { name: /^All/ });
    await all.getByRole("link", { name: "2", exact: true }).first().waitFor(soon);
    await figures.getByRole("row", { name: /^a colleague who answers you here/ }).waitFor(soon);
    await page.getByRole("region", { name: "What tools did" }).getByText("Follow a parcel").waitFor(soon);
    await page.getByRole("link", { name: "1", exact: true }).last().click();
    await page.getByRole("heading", { name: "Handed off: Person asked" }).waitFor(soon);
    const cases = page.getByRole("region", { name: "Cases" }).getByRole("link");
    await cases.filter({ hasText: "LC-2902" }).waitFor(soon);
    expect(await cases.count()).toBe(1);
    await cases.filter({ hasText: "LC-2902" }).click();
    await page.getByText("I want to talk to a person", { exact: true }).waitFor(soon);
  });

  test("no figure is shown before it is known what people call its procedure and its tools", async () => {
    const page = await desk.open("/desk/");
    let answer = (): void => undefined;
    const isAsked = new Promise<void>((asked) => {
      void page.route("**/v1/blueprint", (route) => {
        answer = () => void route.continue();
        asked();
      });
    });
    await page.goto(new URL("/desk/insights", desk.server().url).href);
    await Promise.all([isAsked, page.waitForResponse(/by=procedure/, soon), page.waitForResponse(/by=week/, soon)]);
    await page.getByText("Reading the figures").waitFor(soon);
    expect(await page.getByRole("table").count()).toBe(0);
    answer();
    await page.getByRole("row", { name: /^where your order is and when it comes/ }).waitFor(soon);
  });

  test("the figures of a page are saved as values that a spreadsheet takes", async () => {
    const page = await desk.open("/desk/insights");
    await page.getByRole("combobox", { name: /^By/ }).selectOption("channel");
    await page.getByRole("heading", { name: "By channel" }).waitFor(soon);
    const [saved] = await Promise.all([
      page.waitForEvent("download", soon),
      page.getByRole("button", { name: "CSV" }).click(),
    ]);
    const [head, ...rows] = readFileSync(await saved.path(), "utf8")
      .trimEnd()
      .split("\r\n");
    expect(head).toMatch(/^channel,cases,resolvedByAgent,/);
    expect(rows.some((row) => row.startsWith("chat,"))).toBe(true);
  });

  for (const { colorScheme, width } of looks) {
    test(`at ${width} pixels and ${colorScheme} it has no fault of access`, async () => {
      const name = `${width === 390 ? "narrow" : "wide"}-${colorScheme}`;
      const page = await desk.open("/desk/insights", {
        colorScheme,
        viewport: { width, height: 900 },
        bypassCSP: true,
      });
      await page.getByText("Why people had cases").waitFor(soon);
      await examine(page, `desk-insights-${name}`);
    });
  }
});
