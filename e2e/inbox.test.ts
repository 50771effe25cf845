import { describe, expect, test } from "vitest";
import { z } from "zod";
import { examine, looks } from "./test-browser.ts";
import { bodiesOf, chromiumOrSkip, openDesk, soon } from "./desk-in-browser.ts";

const chromium = chromiumOrSkip("the inbox");
const runsWithinMs = 180_000;

describe.runIf(chromium !== null)("the inbox in a browser", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");

  test("cases are selected by keyboard, tagged together, found by the tag, and freed of it again", async () => {
    for (const customer of ["LC-2901", "LC-2902", "LC-2903"]) await desk.write(customer, "good morning");
    const page = await desk.open("/desk/");
    const rows = page.getByRole("list", { name: "Cases" }).getByRole("link");
    await expect.poll(() => rows.count(), soon).toBe(3);
    await page.keyboard.press("j");
    await page.locator("li a:focus").waitFor(soon);
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+ArrowDown");
    await page.getByText("2 selected").waitFor(soon);
    await page.keyboard.press("l");
    await page.getByRole("dialog").getByLabel("Tag").fill("Late parcel");
    await page.keyboard.press("Enter");
    await page.getByText("2 tagged.").waitFor(soon);
    await expect.poll(() => rows.filter({ hasText: "late-parcel" }).count(), soon).toBe(2);
    await page.keyboard.press("f");
    await page.getByRole("button", { name: /^late-parcel/ }).click();
    await page.getByLabel("Name of the filter").fill("Late parcels");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await expect.poll(() => rows.count(), soon).toBe(2);
    await page.getByRole("group", { name: "Saved filters" }).getByRole("link", { name: "Late parcels" }).waitFor(soon);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("Filter: late");
    await page.getByRole("option", { name: "Filter: Late parcels" }).waitFor(soon);
    await page.keyboard.press("Escape");
    await page.keyboard.press("u");
    await page.getByText("No case matches the filter").waitFor(soon);
  });

  test("a snoozed case leaves the view, is among the snoozed, and comes back as soon as its customer writes", async () => {
    const caseId = await desk.write("LC-2904", "good evening");
    const page = await desk.open("/desk/inbox?view=customer");
    const row = page.getByRole("list", { name: "Cases" }).getByRole("link").filter({ hasText: "LC-2904" });
    await row.waitFor(soon);
    await row.focus();
    await page.keyboard.press("s");
    await page.getByRole("button", { name: /Tomorrow morning/ }).click();
    await row.waitFor({ state: "detached", ...soon });
    await page.getByRole("button", { name: "Snoozed", exact: true }).click();
    await row.getByText("Snoozed, back").waitFor(soon);
    await desk.ask(z.unknown(), "POST", `/v1/cases/${caseId}/messages`, { text: "are you there?" });
    await row.waitFor({ state: "detached", ...soon });
  });

  test("a filter that lets nothing through says so, and is taken away where that is said", async () => {
    await desk.write("LC-2906", "good evening");
    const page = await desk.open("/desk/inbox?due=soon");
    await page.getByText("No case matches the filter").waitFor(soon);
    expect(await page.getByText("No case has been opened yet").count()).toBe(0);
    await page.getByRole("button", { name: "Show all of this view" }).click();
    await page.getByRole("list", { name: "Cases" }).getByText("LC-2906").waitFor(soon);
  });

  test("whatever had the focus before a dialog has it again after", async () => {
    await desk.write("LC-2907", "good evening");
    const page = await desk.open("/desk/inbox?q=LC-2907");
    const row = page.getByRole("list", { name: "Cases" }).getByRole("link");
    await row.waitFor(soon);
    await row.focus();
    for (const key of ["?", "f", "Control+k", "l"]) {
      await page.keyboard.press(key);
      await page.getByRole("dialog").waitFor(soon);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached", ...soon });
      await row.and(page.locator(":focus")).waitFor(soon);
    }
  });

  test("what cannot be done to a case is told, with why, beside what could", async () => {
    await desk.write("LC-2905", "good evening");
    const page = await desk.open("/desk/inbox?q=LC-2905");
    const row = page.getByRole("list", { name: "Cases" }).getByRole("listitem").filter({ hasText: "LC-2905" });
    await row.getByRole("checkbox").check(soon);
    await page.getByRole("toolbar").getByRole("button", { name: "Assign" }).click();
    await page.getByRole("button", { name: "To me" }).click();
    await page.getByText("0 assigned, 1 refused.").waitFor(soon);
    await page.getByRole("list", { name: "Refused" }).getByText("The agent has it; take it over first.").waitFor(soon);
  });

  test("a search finds what was said, whole words and order numbers", async () => {
    await desk.write("LC-2906", "the teapot of order L-43210 leaks");
    const page = await desk.open("/desk/");
    const rows = page.getByRole("list", { name: "Cases" }).getByRole("link");
    await rows.first().waitFor(soon);
    const finds = async (words: string, count: number): Promise<void> => {
      await expect
        .poll(async () => {
          await page.goto(new URL(`/desk/inbox?q=${encodeURIComponent(words)}`, desk.server().url).href);
          await page.getByText("Live").waitFor(soon);
          return rows.count();
        }, soon)
        .toBe(count);
    };
    await finds("Teapot leaks", 1);
    await finds("l-43210", 1);
    await finds("teapots", 0);
  });

  test("two who write in a case at once are told of each other, and no more some seconds later", async () => {
    const caseId = await desk.write("LC-2907", "good evening");
    const page = await desk.open(`/desk/cases/${caseId}`);
    const second = await desk.openAsSecond(`/desk/cases/${caseId}`);
    for (const each of [page, second]) await each.getByText("Live", { exact: true }).waitFor(soon);
    await second.getByLabel("A note for teammates").pressSequentially("She called");
    await page.getByText("tm-second is writing here just now").waitFor(soon);
    expect(await second.getByText(/writing here just now/).count()).toBe(0);
    await page.getByLabel("A note for teammates").pressSequentially("I have her on");
    await second.getByText("tm-local is writing here just now").waitFor(soon);
    await page.getByText(/writing here just now/).waitFor({ state: "detached", ...soon });
  });

  test("cases are given to a colleague from the list of people, together, and taken back", async () => {
    const caseIds: string[] = [];
    for (const customer of ["LC-2909", "LC-2910"])
      caseIds.push(await desk.write(customer, "I want to talk to a person"));
    const page = await desk.open("/desk/inbox?view=unassigned");
    const rows = page.getByRole("list", { name: "Cases" }).getByRole("listitem");
    for (const customer of ["LC-2909", "LC-2910"])
      await rows.filter({ hasText: customer }).getByRole("checkbox").check(soon);
    await page.keyboard.press("a");
    const dialog = page.getByRole("dialog", { name: "Assign 2 cases" });
    await dialog.getByLabel("To a teammate").fill("second");
    await dialog.getByRole("list", { name: "Teammates" }).getByRole("button").click();
    await page.getByText("2 assigned.").waitFor(soon);
    const assigned = async () =>
      (await Promise.all(caseIds.map((caseId) => bodiesOf(desk, caseId, "case.assigned")))).flat();
    expect(await assigned()).toMatchObject([{ teammateId: "tm-second" }, { teammateId: "tm-second" }]);
    const second = await desk.openAsSecond("/desk/inbox?view=mine");
    await second.getByText("For you").first().waitFor(soon);
    await page.keyboard.press("u");
    await second.getByText("You have no case.").waitFor(soon);
    expect((await assigned()).map(({ teammateId }) => teammateId)).toEqual(["tm-second", null, "tm-second", null]);
  });

  for (const { colorScheme, width } of looks) {
    test(`at ${width} pixels and ${colorScheme} no view has a fault of access, nor a dialog of the inbox`, async () => {
      const options = { colorScheme, viewport: { width, height: 900 }, bypassCSP: true };
      const page = await desk.open("/desk/inbox", options, false);
      const name = `${colorScheme}-${width}`;
      const caseIds = await Promise.all(["LC-2901", "LC-2908"].map((customer) => desk.write(customer, "good night")));
      for (const tag of ["late-parcel", "vip"])
        await desk.ask(z.unknown(), "POST", "/v1/inbox/actions", { caseIds, action: { kind: "tag", tag } });
      const list = page.getByRole("list", { name: "Cases" });
      await list.getByRole("checkbox").first().check(soon);
      await page.getByText("1 selected").waitFor(soon);
      await examine(page, `inbox-selected-${name}`);
      for (const [key, title] of [
        ["l", "Tag the case"],
        ["s", "Snooze the case"],
        ["f", "Filter"],
      ] as const) {
        await page.keyboard.press(key);
        await page.getByRole("dialog", { name: title }).waitFor(soon);
        await examine(page, `inbox-${key}-${name}`);
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached", ...soon });
      }
      await page.keyboard.press("a");
      await page.getByRole("button", { name: "To me" }).click();
      await page.getByText("1 refused").waitFor(soon);
      await examine(page, `inbox-refused-${name}`);
      await page.goto(`${desk.server().url}/desk/cases/${caseIds[0]}`);
      await page.getByRole("article").first().waitFor(soon);
      await examine(page, `inbox-case-${name}`);
    });
  }
});
