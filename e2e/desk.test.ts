import { describe, expect, test } from "vitest";
import { z } from "zod";
import { examine, looks } from "./test-browser.ts";
import { bodiesOf, chromiumOrSkip, first, openDesk, soon } from "./desk-in-browser.ts";

const chromium = chromiumOrSkip("the desk");
const runsWithinMs = 180_000;

describe.runIf(chromium !== null)("the desk in a browser", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");

  test("dev signs the browser in by itself, and what comes in is in the inbox without being asked for", async () => {
    const page = await desk.open("/desk/");
    await page.getByRole("status").getByText("Live").waitFor(soon);
    await desk.write("LC-2901", "good morning");
    const row = page.getByRole("list", { name: "Cases" }).getByRole("link").first();
    await row.getByText("LC-2901").waitFor(soon);
    await row.getByText("Waiting for customer").waitFor(soon);
    expect(await page.context().cookies()).toMatchObject([
      { name: "purser_session", httpOnly: true, sameSite: "Strict" },
    ]);
  });

  test("a case is taken over, answered and given back by keyboard alone", async () => {
    const caseId = await desk.write("LC-2902", "I want to talk to a person");
    const page = await desk.open("/desk/inbox?view=unassigned");
    const link = page.getByRole("list", { name: "Cases" }).getByRole("link").filter({ hasText: "LC-2902" });
    await link.waitFor(soon);
    await page.keyboard.press("j");
    await page.locator("li a:focus").filter({ hasText: "LC-2902" }).waitFor(soon);
    await page.keyboard.press("Enter");
    await page.getByLabel("Write").getByRole("button", { name: "Take over" }).waitFor(soon);
    await page.getByText("I want to talk to a person", { exact: true }).waitFor(soon);
    await page.getByLabel("Briefing").getByRole("button", { name: "Take over" }).waitFor(soon);
    await page.keyboard.press("?");
    await page.getByRole("dialog").getByText("Take over", { exact: true }).waitFor(soon);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("take over");
    await page.getByRole("option", { name: /^Take over/ }).waitFor(soon);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ ...soon, state: "detached" });
    await page.keyboard.press("t");
    await page.getByRole("button", { name: "Send", exact: true }).waitFor(soon);
    await page.getByText("Yours").waitFor(soon);
    await page.keyboard.press("r");
    await page.keyboard.type("Hello, this is Ada. How can I help?");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("article").getByText("Hello, this is Ada.").waitFor(soon);
    expect((await bodiesOf(desk, caseId, "message.sent")).at(-1)).toMatchObject({ teammateId: "tm-local" });
    await page.keyboard.press("Escape");
    await page.keyboard.press("b");
    await page.keyboard.type("She knows now.");
    await page.keyboard.press("Control+Enter");
    await page.getByLabel("Write").getByRole("button", { name: "Take over" }).waitFor(soon);
    expect(await bodiesOf(desk, caseId, "teammate.left")).toMatchObject([
      { returnsToAgent: true, note: "She knows now." },
    ]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Inbox" }).waitFor(soon);
  });

  test("each view has the cases of that view, and a search finds a customer and a case", async () => {
    const caseId = await desk.write("LC-2903", "I want to talk to a person");
    const page = await desk.open("/desk/");
    const rows = page.getByRole("list", { name: "Cases" }).getByRole("link");
    await page.getByRole("button", { name: "Unassigned" }).click();
    await rows.filter({ hasText: "LC-2903" }).waitFor(soon);
    await page.getByRole("button", { name: "Mine" }).click();
    await page.getByText("You have no case.").waitFor(soon);
    await page.keyboard.press("1");
    await page.keyboard.press("/");
    await page.keyboard.type("LC-2903");
    await expect.poll(() => rows.count(), soon).toBe(1);
    await page.getByLabel("Search by words, case or customer").fill(caseId.slice(0, 15));
    await rows.filter({ hasText: "LC-2903" }).waitFor(soon);
    await page.getByLabel("Search by words, case or customer").fill("nobody at all");
    await page.getByText("Nothing was found").waitFor(soon);
  });

  test("an edit is a new proposal of whoever made it, and the old question is over", async () => {
    const caseId = await desk.refundToApprove();
    const page = await desk.open("/desk/approvals");
    await page.getByRole("heading", { name: /Refund \$180\.00 for order L-43987/ }).waitFor(soon);
    await page.keyboard.press("e");
    await page.getByLabel("Amount").fill("90.00");
    expect(await page.getByRole("button", { name: "Propose the edit" }).isDisabled()).toBe(true);
    await page.getByLabel("Why").fill("Half of it can still be worn.");
    await page.getByRole("button", { name: "Propose the edit" }).click();
    const edited = await first(async () =>
      (await bodiesOf(desk, caseId, "proposal.made")).filter((body) => JSON.stringify(body).includes("Half of it")),
    );
    expect(edited).toMatchObject({
      proposal: {
        author: { kind: "teammate", teammateId: "tm-local" },
        step: { call: { tool: "refund_order", args: { orderId: "L-43987", amountMinor: 9000 } } },
      },
    });
    await page.getByRole("status").getByText("Edited: ").waitFor(soon);
  });

  test("what is not there says so, offers no second try, and leads back to the inbox", async () => {
    // The browser itself writes the refused request to the console.
    const page = await desk.open("/desk/cases/case_00000000000000000000", {}, false);
    await page.getByText("There is no such case").waitFor(soon);
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
    await page.getByRole("link", { name: "Go to the inbox" }).click();
    await page.getByRole("heading", { name: "Inbox" }).waitFor(soon);
    await page.goto(`${desk.server().url}/desk/nowhere`);
    await page.getByRole("link", { name: "Go to the inbox" }).click();
    await page.getByRole("heading", { name: "Inbox" }).waitFor(soon);
  });

  test("Esc leaves a denial or an edit that was begun, and a refund is denied with a reason, which stands in the log", async () => {
    const caseId = await desk.refundToApprove();
    const page = await desk.open("/desk/approvals");
    await page.getByRole("heading", { name: /Refund \$180\.00 for order L-43987/ }).waitFor(soon);
    for (const [key, field] of [
      ["d", "Why not"],
      ["e", "Amount"],
    ] as const) {
      await page.keyboard.press(key);
      await page.getByLabel(field).and(page.locator(":focus")).waitFor(soon);
      await page.keyboard.press("Escape");
      await page.getByLabel(field).waitFor({ state: "detached", ...soon });
    }
    await page.keyboard.press("d");
    await page.keyboard.type("The photo shows no hole.");
    await page.getByRole("button", { name: "Deny" }).dblclick();
    await page.getByRole("status").getByText("denied this").waitFor(soon);
    expect(await bodiesOf(desk, caseId, "pause.answered")).toMatchObject([
      { decision: "yes" },
      {
        decision: "no",
        reason: "The photo shows no hole.",
        surface: "console",
        authenticated: "session-second-factor",
      },
    ]);
  });

  test("of two who decide the same in the same moment one does, and the other is told who", async () => {
    const caseId = await desk.refundToApprove();
    // The browser itself writes the refused answer to the console.
    const pages = [await desk.open("/desk/approvals", {}, false), await desk.openAsSecond("/desk/approvals", false)];
    for (const page of pages) {
      await page.getByText("Why it needs you").waitFor(soon);
      await page.keyboard.press("d");
      await page.keyboard.type("The photo shows no hole.");
    }
    await Promise.all(pages.map((page) => page.getByRole("button", { name: "Deny" }).click()));
    const said = pages.map((page) => page.getByRole("status").getByText("denied this"));
    for (const each of said) await each.waitFor(soon);
    const [, { by } = {}, ...more] = await bodiesOf(desk, caseId, "pause.answered");
    expect(more).toEqual([]);
    const winner = z.object({ id: z.string() }).parse(by).id;
    const who = (await Promise.all(said.map((each) => each.innerText()))).map((text) => text.split(" ")[0]);
    expect(who).toEqual(winner === "tm-local" ? ["You", "tm-local"] : ["tm-second", "You"]);
  });

  test("what nobody answered in time is proposed again from its card, and a late answer counts for nothing", async () => {
    const caseId = await desk.refundToApprove();
    const asked = z.object({ pause: z.object({ pauseId: z.string(), digest: z.string() }) });
    const { pause } = asked.parse((await bodiesOf(desk, caseId, "pause.opened")).at(-1));
    await desk.pass(25 * 3_600_000);
    await first(() => bodiesOf(desk, caseId, "pause.expired"));
    const late = { digest: pause.digest, decision: "yes" };
    const refused = await desk.refused(`/v1/pauses/${pause.pauseId}/answer`, late);
    expect(refused).toMatchObject({ status: 409, offer: { path: `/v1/pauses/${pause.pauseId}/propose-again` } });
    const page = await desk.open(`/desk/approvals?pause=${pause.pauseId}`, {}, false);
    await page.getByText("This is no longer asked").waitFor(soon);
    await page.getByRole("button", { name: "Propose again" }).click();
    await page.getByRole("button", { name: "Proposed again" }).waitFor(soon);
    const again = await first(async () =>
      (await bodiesOf(desk, caseId, "proposal.made")).filter((body) => JSON.stringify(body).includes("Proposed again")),
    );
    expect(again).toMatchObject({
      proposal: { step: { call: { args: { orderId: "L-43987", amountMinor: 18_000 } } } },
    });
    expect(await bodiesOf(desk, caseId, "call.started")).toEqual([]);
  });

  test("no single key approves, two deliberate ones do, once; whoever looks too is told; then it is undone", async () => {
    const caseId = await desk.refundToApprove();
    const page = await desk.open("/desk/approvals");
    const other = await desk.open("/desk/approvals");
    for (const each of [page, other]) await each.getByRole("button", { name: "Approve" }).waitFor(soon);
    await page.getByText("Why it needs you").waitFor(soon);
    await page.getByText("Facts from the systems of record").waitFor(soon);
    await page.waitForTimeout(700);
    for (const key of ["Enter", "y", "Enter", " "]) await page.keyboard.press(key);
    await page.keyboard.press("a");
    await page.getByText("Press Enter to approve").waitFor(soon);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    expect(await bodiesOf(desk, caseId, "pause.answered")).toHaveLength(1);
    await page.keyboard.press("a");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await other.getByRole("status").getByText("approved this").waitFor(soon);
    expect(await other.getByRole("button", { name: "Approve" }).count()).toBe(0);
    await first(() => bodiesOf(desk, caseId, "case.resolved"));
    expect(await bodiesOf(desk, caseId, "pause.answered")).toHaveLength(2);
    // Whoever looks is told what became of it, also who was not asked any more.
    await other.getByText("It is done, and was read back from its system.").waitFor(soon);

    await page.goto(`${desk.server().url}/desk/cases/${caseId}`);
    await page.getByText("Read back: done").waitFor(soon);
    await page.getByText("Customer, then teammate").first().click();
    await page.getByText("Policies that decided").first().waitFor(soon);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByLabel("Why").fill("She changed her mind.");
    expect(await bodiesOf(desk, caseId, "undo.started")).toHaveLength(0);
    await page.getByRole("button", { name: "Propose to take it back" }).click();
    const undo = await first(async () =>
      (await bodiesOf(desk, caseId, "proposal.made")).filter((body) =>
        JSON.stringify(body).includes("She changed her mind."),
      ),
    );
    expect(JSON.stringify(undo)).toContain("tm-local");
  });

  test("markup in what customers write is text everywhere", async () => {
    const text = '<script>alert(1)</script><img src=x onerror="alert(2)"><b>bold</b>';
    const caseId = await desk.write("<i>LC</i>", text);
    const page = await desk.open("/desk/");
    await page.getByText("<i>LC</i>").first().waitFor(soon);
    await page.goto(`${desk.server().url}/desk/cases/${caseId}`);
    await page.getByRole("article").getByText(text).waitFor(soon);
    expect(await page.locator("main :is(script, img, b, i)").count()).toBe(0);
  });

  test("commands and shortcuts are found by keyboard", async () => {
    const page = await desk.open("/desk/");
    await page.getByRole("status").getByText("Live").waitFor(soon);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Shortcuts" }).waitFor(soon);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("handed");
    await page.keyboard.press("Enter");
    await page.waitForURL(/view=handed-off/, soon);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("limit");
    await page.keyboard.press("Enter");
    await page.getByLabel("Find a limit").waitFor(soon);
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: "Blueprint" }).click();
    await page.keyboard.press("g");
    await page.keyboard.press("a");
    await page.getByRole("heading", { name: "Approvals" }).waitFor(soon);
  });

  for (const { colorScheme, width } of looks) {
    test(`at ${width} pixels and ${colorScheme} no view has a fault of access, or scrolls sideways`, async () => {
      const options = { colorScheme, viewport: { width, height: 900 }, bypassCSP: true };
      const caseId = await desk.write("LC-2904", "I want to talk to a person");
      // The browser itself writes the refused request to the console.
      const page = await desk.open("/desk/", options, false);
      const name = `${colorScheme}-${width}`;
      await page.getByText("LC-2904").first().waitFor(soon);
      await examine(page, `desk-inbox-${name}`);
      await page.goto(`${desk.server().url}/desk/cases/${caseId}`);
      await page.getByText("Unassigned").waitFor(soon);
      await page.getByRole("article").first().waitFor(soon);
      await examine(page, `desk-case-${name}`);
      await page.goto(`${desk.server().url}/desk/approvals`);
      await page.getByText(/Why it needs you|Nothing waits/).waitFor(soon);
      await examine(page, `desk-approvals-${name}`);
      // The lead of this machine is no admin; what an admin sees is looked at where one signs in.
      await page.goto(`${desk.server().url}/desk/people`);
      await page.getByText("This is for admins").waitFor(soon);
      await examine(page, `desk-people-${name}`);
      await page.keyboard.press("Control+k");
      await page.getByRole("dialog").waitFor(soon);
      await examine(page, `desk-commands-${name}`);
    });
  }

  test("after the server was killed the desk says so, and comes back by itself", async () => {
    const page = await desk.open("/desk/", {}, false);
    await page.getByRole("status").getByText("Live").waitFor(soon);
    desk.server().child.kill("SIGKILL");
    await desk.server().end;
    await page.getByRole("status").getByText("Offline").waitFor(soon);
    await desk.restart();
    await page.getByRole("status").getByText("Live").waitFor(soon);
    await desk.write("LC-2908", "are you back?");
    await page.getByText("LC-2908").first().waitFor(soon);
  });
});
