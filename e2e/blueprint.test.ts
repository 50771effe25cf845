import { describe, expect, test } from "vitest";
import { examine, looks } from "./test-browser.ts";
import { chromiumOrSkip, openDesk, soon } from "./desk-in-browser.ts";

const chromium = chromiumOrSkip("the blueprint");
const runsWithinMs = 180_000;
const pages = ["", "/tools", "/spectrum", "/guardrails", "/knowledge", "/drawing"] as const;
const shown: Readonly<Record<(typeof pages)[number], string>> = {
  "": "Refund defective item",
  "/tools": "Refund an order",
  "/spectrum": "One change of one system, as far as the guardrails permit.",
  "/guardrails": "Refuses “Refund an order” when days since delivery is more than 30",
  "/knowledge": "Asked, and not found",
  "/drawing": "With a person",
};

describe.runIf(chromium !== null)("the blueprint in a browser", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");

  test("a procedure shows its prose, how customers ask, what it may use, and how often it was used", async () => {
    await desk.write("LC-2903", "where is my order?");
    const page = await desk.open("/desk/blueprint");
    const item = page.getByRole("listitem").filter({ hasText: "Order status" }).first();
    await item.getByText("1 case").waitFor(soon);
    await item.getByText("Order status").click();
    await item.getByText("Customers say").waitFor(soon);
    await item.getByText("It may use").waitFor(soon);
    await item.getByRole("link", { name: "Cases of the last 30 days" }).click();
    await page.getByRole("heading", { name: "Cases: where your order is and when it comes" }).waitFor(soon);
    await page.getByText("LC-2903").waitFor(soon);
  });

  test("a guardrail is found by what it says, and opens to what was written", async () => {
    const page = await desk.open("/desk/blueprint/guardrails");
    await page.getByLabel("Find a guardrail").fill("$25.00");
    const policy = page.getByText(/the amount asked for is at most \$25\.00/);
    await policy.click();
    await page.getByText('@id("refund-small")').waitFor(soon);
    expect(await page.getByRole("region", { name: "Guardrails" }).getByRole("listitem").count()).toBe(1);
  });

  test("what knowledge does not answer stands beside its pages, and leads to its case", async () => {
    await desk.write("LC-2905", "do you have a vegan loyalty programme with airline miles?");
    const page = await desk.open("/desk/blueprint/knowledge");
    await page.getByText("Returns", { exact: false }).first().waitFor(soon);
    await page.getByText("Asked, and not found").waitFor(soon);
  });

  test("a part of the drawing shows what it is connected with", async () => {
    const page = await desk.open("/desk/blueprint/drawing");
    await page.getByText("Refund defective item").click(soon);
    await page.waitForFunction("document.querySelectorAll('.react-flow__node.opacity-15').length > 10");
    const refund = page.locator(".react-flow__node").filter({ hasText: "Refund an order" });
    expect(await refund.getAttribute("class")).not.toContain("opacity-15");
  });

  for (const { colorScheme, width } of looks) {
    test(`at ${width} pixels and ${colorScheme} no page of it has a fault of access`, async () => {
      const options = { colorScheme, viewport: { width, height: 900 }, bypassCSP: true };
      const page = await desk.open("/desk/blueprint", options);
      for (const path of pages) {
        await page.goto(`${desk.server().url}/desk/blueprint${path}`);
        await page.getByText(shown[path]).first().waitFor(soon);
        await examine(page, `desk-blueprint${path.replace("/", "-")}-${colorScheme}-${width}`);
      }
    });
  }
});
