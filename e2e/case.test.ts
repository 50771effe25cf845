import { describe, expect, test } from "vitest";
import { z } from "zod";
import { examine, looks } from "./test-browser.ts";
import { bodiesOf, chromiumOrSkip, first, openDesk, soon } from "./desk-in-browser.ts";

const chromium = chromiumOrSkip("the case page");
const runsWithinMs = 180_000;

describe.runIf(chromium !== null)("a case at the desk", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");
  const caseUrl = (caseId: string): string => `/desk/cases/${caseId}`;

  test("is closed with a reason and a word to her, and opened again by whoever needs it", async () => {
    const caseId = await desk.write("LC-2905", "good morning");
    const page = await desk.open(caseUrl(caseId));
    await page.getByRole("button", { name: "Close" }).waitFor(soon);
    await page.keyboard.press("c");
    const dialog = page.getByRole("dialog", { name: "Close the case" });
    await dialog.getByLabel("Why").fill("She said hello only.");
    await dialog.getByLabel("Tell the customer").check();
    expect(await dialog.getByRole("button", { name: "Close the case" }).isDisabled()).toBe(true);
    await dialog.getByLabel("What she reads").fill("Have a good day.");
    await dialog.getByRole("button", { name: "Close the case" }).click();
    await page.getByRole("article").getByText("Have a good day.").waitFor(soon);
    expect(await bodiesOf(desk, caseId, "case.closed")).toMatchObject([{ reason: "She said hello only." }]);
    await page.getByRole("button", { name: "Reopen" }).waitFor(soon);
    await page.keyboard.press("u");
    await page.getByRole("dialog").getByLabel("Why").fill("She called.");
    await page.getByRole("button", { name: "Open it again" }).click();
    await page.getByText("Yours").waitFor(soon);
    expect(await bodiesOf(desk, caseId, "case.reopened")).toMatchObject([{ by: "tm-local", reason: "She called." }]);
  });

  test("is answered with a draft of the agent's, a canned reply, and what the systems of record say", async () => {
    const caseId = await desk.write("LC-2907", "I want to talk to a person");
    const page = await desk.open(caseUrl(caseId));
    await page.getByText("Nobody has it.").waitFor(soon);
    await page.getByLabel("Briefing").getByRole("button", { name: "Take over" }).click();
    await page.getByText("Yours").waitFor(soon);
    await desk.ask(z.unknown(), "POST", `/v1/cases/${caseId}/messages`, {
      text: "How do I wash the canvas sneakers?",
    });
    await page.getByRole("article").getByText("canvas sneakers").waitFor(soon);
    await page.getByLabel("Briefing").getByRole("button", { name: "Draft a reply" }).click();
    const field = page.getByLabel("Your reply to the customer");
    await expect.poll(() => field.inputValue(), soon).toContain("laundry bag");
    expect((await bodiesOf(desk, caseId, "message.sent")).filter(({ teammateId }) => teammateId)).toEqual([]);
    await field.pressSequentially(" Best, Ada");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByRole("article").getByText("Best, Ada").waitFor(soon);
    await field.fill("/any");
    await page.getByRole("option", { name: /Anything else/ }).waitFor(soon);
    await page.keyboard.press("Enter");
    await expect.poll(() => field.inputValue(), soon).toContain("Is there anything else");
    await field.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("looking into");
    await page.keyboard.press("Enter");
    await expect.poll(() => field.inputValue(), soon).toContain("am looking into it");
    await page.getByText("In the systems of record").waitFor(soon);
    await page.getByRole("button", { name: "Find the customer's orders" }).click();
    await page
      .getByText(/^Read /)
      .last()
      .waitFor(soon);
    await first(async () =>
      (await bodiesOf(desk, caseId, "note.added")).filter((body) =>
        JSON.stringify(body).includes("tm-local looked up"),
      ),
    );
  });

  test("shows an address without a break within its half of the page", async () => {
    const caseId = await desk.write("LC-2911", `good morning, https://example.com/${"a-long-path/".repeat(40)}`);
    const page = await desk.open(caseUrl(caseId));
    const said = page.getByRole("article").filter({ hasText: "a-long-path" }).first();
    await said.waitFor(soon);
    const region = page.getByRole("region", { name: "Conversation and trace" });
    const [box, whole] = [await said.boundingBox(), await region.boundingBox()];
    expect(box?.width).toBeLessThan((whole?.width ?? 0) / 2);
  });

  test("opens at its end, also when the sentences of what was done come late", async () => {
    const caseId = await desk.write("LC-2901", "You sent a 27 instead of a 29. I need the right size before Saturday.");
    await first(() => bodiesOf(desk, caseId, "case.resolved"));
    const page = await desk.open("/desk/");
    await page.route("**/why", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await page.goto(new URL(caseUrl(caseId), desk.server().url).href);
    await page.getByText("Read back, “Exchange an item for another size” is done").waitFor(soon);
    const left =
      "(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)(document.querySelector('[role=region][aria-label^=Conversation]'))";
    await expect.poll(() => page.evaluate(left), soon).toBeLessThan(2);
  });

  test("is noted for a colleague, who finds the note among the mentions until it is seen", async () => {
    const caseId = await desk.write("LC-2909", "good morning");
    const page = await desk.open(caseUrl(caseId));
    const field = page.getByLabel("A note for teammates");
    await field.waitFor(soon);
    await field.pressSequentially("Look at this, @tm-l");
    await page.getByRole("option", { name: /tm-local/ }).waitFor(soon);
    await page.keyboard.press("Enter");
    expect(await field.inputValue()).toBe("Look at this, @tm-local ");
    await page.getByRole("button", { name: "Add the note" }).click();
    expect(await first(() => bodiesOf(desk, caseId, "note.added"))).toMatchObject({ mentions: ["tm-local"] });
    // Nobody is told of what they have written themselves.
    await page.keyboard.press("Escape");
    await page.goto(new URL("/desk/mentions", desk.server().url).href);
    await page.getByText("Nobody has mentioned you").waitFor(soon);
  });

  test("keeps what is being written in it to itself: another customer's case, looked at before, begins empty", async () => {
    const [one, other] = [await desk.write("LC-2911", "good morning"), await desk.write("LC-2912", "good evening")];
    const page = await desk.open(caseUrl(one));
    const field = page.getByLabel("A note for teammates");
    const goTo = async (caseId: string, words: string): Promise<void> => {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").fill(caseId);
      await page.keyboard.press("Enter");
      await page.getByRole("article").getByText(words).waitFor(soon);
    };
    await page.getByRole("article").getByText("good morning").waitFor(soon);
    await goTo(other, "good evening");
    await goTo(one, "good morning");
    await field.fill("She is a minor: only her father may order.");
    await goTo(other, "good evening");
    expect(await field.inputValue()).toBe("");
  });

  test("in which somebody is named is told to them by their browser while they look elsewhere, and is new until seen", async () => {
    const caseId = await desk.write("LC-2909", "good morning");
    const page = await desk.open("/desk/", { permissions: ["notifications"] });
    await page.clock.install();
    await page.reload();
    await page.getByText("Live", { exact: true }).waitFor(soon);
    await page.evaluate(`
      globalThis.told = [];
      const Real = Notification;
      Notification = class extends Real { constructor(title, options) { super(title, options); told.push([title, options.body]); } };
      Object.defineProperty(document, "visibilityState", { get: () => "hidden", configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    `);
    await desk.postAsSecond(`/v1/cases/${caseId}/notes`, { text: "Is this yours, @tm-local?" });
    await page.clock.fastForward("00:11");
    await expect
      .poll(() => page.evaluate("told"), soon)
      .toEqual([[expect.stringContaining("tm-second mentioned you"), "Is this yours, @tm-local?"]]);
    await page.getByRole("link", { name: "Mentions 1" }).click();
    await page.getByText(/tm-second in .*, new/).waitFor(soon);
    await page.getByRole("link", { name: "Mentions 1" }).waitFor({ state: "detached", ...soon });
    await page.getByRole("list", { name: "Mentions" }).getByRole("link").click();
    await page.waitForURL(new RegExp(caseId), soon);
  });

  test("shows who she is and her orders by itself, with when they were read, and how she is known", async () => {
    const caseId = await desk.write("LC-2908", "good morning");
    const page = await desk.open(caseUrl(caseId));
    const profile = page.getByRole("list", { name: "Who she is" });
    await profile.getByText("@example.com").waitFor(soon);
    const orders = page.getByRole("list", { name: "Orders" });
    await orders.getByText("L-43987").waitFor(soon);
    await orders.getByText("$180.00").first().waitFor(soon);
    await page
      .getByText(/^Read /)
      .first()
      .waitFor(soon);
    const known = page.getByRole("list", { name: "How she is known" }).getByRole("listitem");
    await known.filter({ hasText: "LC-2908" }).getByText("A program that may speak for her said so").waitFor(soon);
    await known.filter({ hasText: "Visitor of the chat" }).getByText("It proves nothing").waitFor(soon);
    expect(await bodiesOf(desk, caseId, "note.added")).toEqual([]);
  });

  test("that was decided is counted, and the case behind the number is one click away", async () => {
    const caseId = await desk.refundToApprove();
    const page = await desk.open("/desk/approvals");
    await page.getByRole("heading", { name: /Refund \$180\.00 for order L-43987/ }).waitFor(soon);
    await page.keyboard.press("d");
    await page.keyboard.type("Not today.");
    await page.getByRole("button", { name: "Deny" }).click();
    await page.getByRole("status").getByText("denied this").waitFor(soon);
    await page.getByRole("link", { name: "Counts" }).click();
    await page.getByRole("heading", { name: "How approvals go" }).waitFor(soon);
    await page.getByRole("row", { name: /tm-local/ }).waitFor(soon);
    await page.getByRole("button", { name: /Under five seconds/ }).waitFor(soon);
    await page.getByRole("link", { name: /Denied/ }).click();
    await page.waitForURL(new RegExp(caseId), soon);
    await page.goBack();
    await page.getByRole("button", { name: "30 days" }).click();
    await page.waitForURL(/days=30/, soon);
  });

  for (const { colorScheme, width } of looks) {
    test(`has no fault of access at ${width} pixels and ${colorScheme}, nor have the views about it`, async () => {
      const options = { colorScheme, viewport: { width, height: 900 }, bypassCSP: true };
      const caseId = await desk.write("LC-2904", "I want to talk to a person");
      const page = await desk.open(caseUrl(caseId), options, false);
      const name = `${colorScheme}-${width}`;
      await page.getByRole("article").first().waitFor(soon);
      await page.getByLabel("Write").getByRole("button", { name: "Take over" }).click();
      await page.getByText("Yours").waitFor(soon);
      await page.getByLabel("Your reply to the customer").fill("/");
      await page.getByRole("option").first().waitFor(soon);
      await examine(page, `case-canned-${name}`);
      await page.getByLabel("Your reply to the customer").fill("");
      await page.getByRole("button", { name: "Draft", exact: false }).first().click();
      await page.getByLabel("Write").getByRole("status").waitFor(soon);
      await examine(page, `case-drafted-${name}`);
      if (width === 390) await page.getByRole("button", { name: "Customer", exact: true }).click();
      await page.getByLabel("Briefing").waitFor(soon);
      await examine(page, `case-customer-${name}`);
      await page.getByRole("button", { name: "Close", exact: false }).first().click();
      await page.getByRole("dialog").waitFor(soon);
      await examine(page, `case-close-${name}`);
      await page.goto(new URL("/desk/approvals/counts", desk.server().url).href);
      await page
        .getByText(/Decided|Nothing was decided/)
        .first()
        .waitFor(soon);
      await examine(page, `approval-counts-${name}`);
      await page.goto(new URL("/desk/mentions", desk.server().url).href);
      await page.getByText(/Nobody has mentioned you|Is this yours/).waitFor(soon);
      await examine(page, `mentions-${name}`);
    });
  }

  test("is merged into another of the same customer, and says where it goes on", async () => {
    const caseId = await desk.write("LC-2906", "good morning");
    const goesOn = await desk.write("LC-2906", "I want to talk to a person");
    const page = await desk.open(caseUrl(caseId));
    await page.getByRole("button", { name: "Merge" }).click();
    await page.getByRole("radio").first().waitFor(soon);
    // Which is which is told by what was said last.
    await page.getByRole("dialog").getByText("colleague").waitFor(soon);
    await page.getByRole("dialog").getByLabel("Why").fill("The same morning.");
    await page.getByRole("dialog").getByRole("button", { name: "Merge" }).click();
    await page.waitForURL(new RegExp(goesOn), soon);
    await page.getByText("Another case was merged into this one").waitFor(soon);
    expect(await first(() => bodiesOf(desk, goesOn, "case.absorbed"))).toMatchObject({ from: caseId });
    await page.goto(new URL(caseUrl(caseId), desk.server().url).href);
    await page.getByText("This case goes on as").waitFor(soon);
  });
});
