import { describe, expect, test } from "vitest";
import { examine, looks } from "./test-browser.ts";
import { chromiumOrSkip, openDesk, soon } from "./desk-in-browser.ts";

const chromium = chromiumOrSkip("the settings");
const pages = { "": "Systems of record", "/audit": "Checkpoints", "/customers": "Whose data?" } as const;

describe.runIf(chromium !== null)("the settings in a browser", { timeout: 240_000 }, () => {
  const desk = openDesk(chromium ?? "");

  test("the state names each system of record, the channels and the deployment's own checks", async () => {
    const page = await desk.open("/desk/");
    await page.getByRole("link", { name: "Settings" }).click(soon);
    const systems = page.getByRole("region", { name: "Systems of record" }).getByRole("listitem");
    await systems.filter({ hasText: "payments" }).getByText("Reachable", { exact: true }).waitFor(soon);
    expect(await systems.filter({ hasText: "Not reachable" }).count()).toBe(0);
    const own = page.getByRole("region", { name: "The deployment itself" });
    await own.getByRole("listitem").filter({ hasText: "Database" }).getByText("Works").waitFor(soon);
    await page.getByRole("region", { name: "Channels" }).getByText("in the last week").first().waitFor(soon);
  });

  test("all logs are verified from the page", async () => {
    await desk.write("LC-2903", "where is my order?");
    const page = await desk.open("/desk/settings/audit");
    await page.getByRole("button", { name: "Verify all logs" }).click(soon);
    await page.getByText("every link holds").waitFor(soon);
    await page.getByText("purser audit export AUDIT.jsonl").waitFor(soon);
  });

  test("a hold is set and released, and what is asked for says who must go on", async () => {
    await desk.write("LC-2905", "where is my order?");
    const page = await desk.open("/desk/settings/customers", {}, false);
    await page.getByLabel("Customer", { exact: true }).fill("LC-29");
    await page.getByRole("button", { name: "Find" }).click();
    await page.getByText("Nobody of this name has a case here").waitFor(soon);
    await page.getByLabel("Customer", { exact: true }).fill("LC-2905");
    await page.getByRole("button", { name: "Find" }).click();
    const holds = page.getByRole("region", { name: "Legal holds" });
    await holds.getByLabel("Basis of a new hold").fill("Lawsuit 7 O 12/26");
    await holds.getByRole("button", { name: "Set the hold" }).click();
    await holds.getByText("Hold 1, set by tm-local").waitFor(soon);
    await holds.getByRole("button", { name: "Release" }).click();
    await holds.getByLabel("Reason").fill("Settled out of court.");
    await holds.getByRole("button", { name: "Release" }).click();
    await holds.getByText("None stands.").waitFor(soon);
    const erasure = page.getByRole("region", { name: "Erase her" });
    await erasure.getByLabel("Legal basis of the erasure").fill("Art. 17 GDPR");
    await erasure.getByRole("button", { name: "Ask for her erasure" }).click();
    await erasure.getByText("Next: an admin other than tm-local erases her").waitFor(soon);
    const record = page.getByRole("region", { name: "On record" });
    await record.getByText("Asked to erase her: Art. 17 GDPR").waitFor(soon);
    expect(await record.getByRole("listitem").count()).toBe(3);
  });

  for (const { colorScheme, width } of looks) {
    test(`at ${width} pixels and ${colorScheme} no page of it has a fault of access`, async () => {
      const options = { colorScheme, viewport: { width, height: 900 }, bypassCSP: true };
      const page = await desk.open("/desk/settings", options);
      for (const [path, text] of Object.entries(pages)) {
        await page.goto(`${desk.server().url}/desk/settings${path}`);
        await page.getByText(text).first().waitFor(soon);
        await examine(page, `desk-settings${path.replace("/", "-")}-${colorScheme}-${width}`);
      }
      await page.goto(`${desk.server().url}/desk/settings/customers?customer=LC-2905`);
      await page.getByRole("region", { name: "On record" }).waitFor(soon);
      await examine(page, `desk-settings-customer-${colorScheme}-${width}`);
    });
  }
});
