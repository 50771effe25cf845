import { describe, expect, test } from "vitest";
import { examine } from "./test-browser.ts";
import { bodiesOf, chromiumOrSkip, first, openDesk, soon } from "./desk-in-browser.ts";
import { chatIn, launcherOf, openHostSite } from "./host-page.ts";
import { visitsOf } from "./visits.ts";

const chromium = chromiumOrSkip("the chat widget");
const runsWithinMs = 180_000;

describe.runIf(chromium !== null)("the chat on somebody else's page", { timeout: runsWithinMs }, () => {
  const desk = openDesk(chromium ?? "");
  const site = openHostSite(() => desk.server().url);
  const visits = visitsOf(desk);

  test("is there by one script tag under a strict policy, and answers; the browser keeps no cookie of it", async () => {
    const page = await desk.open(site.page());
    await launcherOf(page).click();
    const chat = chatIn(page);
    await chat.getByRole("heading", { name: "How can we help?" }).waitFor(soon);
    await visits.say(page, "hello there");
    await chat.getByRole("log").getByText("hello there", { exact: true }).waitFor(soon);
    await chat.locator(".ours").first().waitFor(soon);
    expect(await page.context().cookies()).toEqual([]);
    await page.reload();
    await chat.getByRole("log").getByText("hello there", { exact: true }).waitFor(soon);
    expect(await chat.locator(".hers").count()).toBe(1);
  });

  test("keeps what is half written over a reload", async () => {
    const page = await desk.open(site.page());
    await launcherOf(page).click();
    await visits.field(page).fill("I wanted to ask whether");
    await page.reload();
    await expect.poll(() => visits.field(page).inputValue(), soon).toBe("I wanted to ask whether");
  });

  test("loses nothing and stores nothing twice when answers get lost, the page is loaded anew and another tab opens", async () => {
    const page = await desk.open(site.page(), {}, false);
    await launcherOf(page).click();
    await chatIn(page).getByRole("heading", { name: "How can we help?" }).waitFor(soon);
    // The server gets it, and the answer never comes back.
    await page.route("**/v1/visitor/conversations", async (route) => {
      await route.fetch();
      await route.abort();
    });
    await visits.say(page, "cut-1 hello");
    await chatIn(page).locator(".unsent").waitFor(soon);
    await page.route("**/v1/visitor/**", (route) => route.abort());
    await visits.say(page, "cut-2 are you there?");
    await chatIn(page).getByText("No connection.").waitFor(soon);
    await chatIn(page).getByRole("button", { name: "Talk to a person" }).waitFor(soon);
    expect(await chatIn(page).locator(".unsent").count()).toBe(2);
    await page.unrouteAll({ behavior: "wait" });
    await page.reload();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await launcherOf(other).click();
    for (const each of [page, other])
      for (const text of ["cut-1 hello", "cut-2 are you there?"])
        await chatIn(each).locator(".row.hers:not(.unsent)").getByText(text).waitFor(soon);
    const caseId = await visits.caseOf("cut-1 hello");
    expect(await visits.heardIn(caseId)).toEqual(["cut-1 hello", "cut-2 are you there?"]);
    expect(await visits.casesWith("cut-1 hello")).toEqual([caseId]);
  });

  test("is one conversation in two tabs that begin it in the same moment", async () => {
    const page = await desk.open(site.page());
    const other = await page.context().newPage();
    await other.goto(site.page());
    for (const each of [page, other]) await launcherOf(each).click();
    for (const each of [page, other]) await visits.field(each).fill(each === page ? "twin-1 hello" : "twin-2 hello");
    await Promise.all([page, other].map((each) => visits.field(each).press("Enter")));
    for (const each of [page, other])
      for (const text of ["twin-1 hello", "twin-2 hello"])
        await chatIn(each).locator(".row.hers:not(.unsent)").getByText(text).waitFor(soon);
    const caseId = await visits.caseOf("twin-1 hello");
    expect((await visits.heardIn(caseId)).toSorted()).toEqual(["twin-1 hello", "twin-2 hello"]);
    await expect.poll(() => other.getByRole("button", { name: /new$/ }).count(), soon).toBe(0);
  });

  test("asks by buttons with the exact action; a second click and a late one change nothing and say what is", async () => {
    const page = await desk.open(site.page({ identity: visits.login("LC-2908") }));
    await launcherOf(page).click();
    await visits.say(page, "my order L-43987 arrived with a hole in it, I want my money back");
    const question = chatIn(page).getByRole("region", { name: "Please confirm" });
    await question.getByText(/\$180\.00.*L-43987/).waitFor(soon);
    const other = await page.context().newPage();
    await other.goto(site.page({ identity: visits.login("LC-2908") }));
    await launcherOf(other).click();
    const late = chatIn(other).getByRole("region", { name: "Please confirm" });
    await late.getByRole("button", { name: "Yes, go ahead" }).waitFor(soon);
    // The other tab does not hear that it is answered.
    await other.route("**/v1/visitor/entries", (route) => route.abort());
    await question.getByRole("button", { name: "Yes, go ahead" }).dblclick();
    await question.getByText("You confirmed this.").waitFor(soon);
    await question.getByRole("button").first().waitFor({ state: "detached" });
    const caseId = await visits.caseOf("my order L-43987 arrived");
    expect(await bodiesOf(desk, caseId, "pause.answered")).toMatchObject([
      { decision: "yes", by: { kind: "customer" }, authenticated: "visitor-session", surface: "chat" },
    ]);
    if ((await late.getByRole("button").count()) > 0)
      await late.getByRole("button", { name: "No", exact: true }).click();
    await late.getByText(/You confirmed this|answered already|no longer open/).waitFor(soon);
    expect(await bodiesOf(desk, caseId, "pause.answered")).toHaveLength(1);
  });

  test("hands over to a person in one click, who then answers here, and asks how it was at the end", async () => {
    const page = await desk.open(site.page());
    await launcherOf(page).click();
    const chat = chatIn(page);
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST") asked.push(new URL(request.url()).pathname);
    });
    await chat.getByRole("button", { name: "Talk to a person" }).click();
    await chat.getByText("A person will answer").waitFor(soon);
    expect(asked).toEqual(["/v1/visitor/conversations"]);
    await chat.getByText("Your conversation is with our team now.").waitFor(soon);
    const caseId = await first(async () => visits.casesWith("I would like to talk to a person."));
    expect(await bodiesOf(desk, caseId, "handoff.made")).toMatchObject([{ packet: { trigger: "person-asked" } }]);
    await visits.post(`/v1/cases/${caseId}/takeover`);
    await visits.post(`/v1/cases/${caseId}/notes`, { text: "she-sounds-tired" });
    await launcherOf(page).click();
    const text = "Hello, this is Ada: see https://example.com/help, not https://example.com@evil.example/.";
    await visits.post(`/v1/cases/${caseId}/reply`, { text });
    await page.getByRole("button", { name: /Open chat, 1 new/ }).click(soon);
    await chat.getByText("Hello, this is Ada").waitFor(soon);
    expect(await chat.locator('.ours a[rel~="noopener"]').getAttribute("href")).toBe("https://example.com/help");
    expect(await chat.getByText("she-sounds-tired").count()).toBe(0);
    await visits.post(`/v1/cases/${caseId}/close`, { reason: "answered" });
    await chat.getByText("This conversation is closed.").waitFor(soon);
    await chat.getByRole("button", { name: "Good", exact: true }).click();
    await chat.getByLabel(/Anything you would like/).fill("Ada was quick.");
    await chat.getByRole("button", { name: "Send feedback" }).click();
    await chat.getByText("Thank you for your feedback.").waitFor(soon);
    expect((await bodiesOf(desk, caseId, "case.rated")).at(-1)).toEqual({ rating: 4, comment: "Ada was quick." });
    await chat.getByRole("button", { name: "Start a new conversation" }).click();
    await chat.getByRole("heading", { name: "How can we help?" }).waitFor(soon);
  });

  test("goes on when she signs in, and is gone from the window when she has signed out", async () => {
    const page = await desk.open(site.page({ identity: "later" }));
    await page.waitForFunction("'purser' in window");
    await page.evaluate("purser.identify(null)");
    await launcherOf(page).click();
    await visits.say(page, "anon-1 hello");
    await chatIn(page).locator(".ours").first().waitFor(soon);
    await page.evaluate(`purser.identify(${JSON.stringify(visits.login("LC-2911"))})`);
    const caseId = await visits.caseOf("anon-1 hello");
    await expect.poll(async () => visits.customerOf(caseId), soon).toBe("LC-2911");
    await visits.say(page, "anon-2 it is me");
    await expect.poll(() => visits.heardIn(caseId), soon).toEqual(["anon-1 hello", "anon-2 it is me"]);
    await page.goto(site.page());
    await chatIn(page).getByRole("heading", { name: "How can we help?" }).waitFor(soon);
    expect(await chatIn(page).getByText("anon-1 hello").count()).toBe(0);
    await page.goto(site.page({ identity: visits.login("LC-2911") }));
    await chatIn(page).getByText("anon-1 hello").waitFor(soon);
    // Another customer at the same machine sees nothing of it.
    await page.goto(site.page({ identity: visits.login("LC-2912") }));
    await chatIn(page).getByRole("heading", { name: "How can we help?" }).waitFor(soon);
    expect(await chatIn(page).getByText("anon-1 hello").count()).toBe(0);
  });

  test("is used by keyboard alone, and what comes is read out", async () => {
    const page = await desk.open(site.page());
    await launcherOf(page).waitFor(soon);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect.poll(() => visits.field(page).evaluate("document.activeElement?.tagName"), soon).toBe("TEXTAREA");
    await page.keyboard.type("keys-1 hello");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("and more");
    await page.keyboard.press("Enter");
    await chatIn(page).getByRole("log", { name: "Conversation" }).getByText("keys-1 hello and more").waitFor(soon);
    await chatIn(page).getByRole("log").locator(".ours").first().waitFor(soon);
    expect(await visits.heardIn(await visits.caseOf("keys-1 hello"))).toEqual(["keys-1 hello\nand more"]);
    await page.keyboard.press("Escape");
    await expect
      .poll(() => page.evaluate("document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label')"), soon)
      .toBe("Open chat");
    await page.keyboard.press("Enter");
    await expect.poll(() => visits.field(page).evaluate("document.activeElement?.tagName"), soon).toBe("TEXTAREA");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    expect(await visits.field(page).evaluate("document.activeElement?.textContent")).toContain("Talk to a person");
  });

  test("shows whatever a customer writes as text, also what looks like an address", async () => {
    const page = await desk.open(site.page());
    await launcherOf(page).click();
    const payloads = [
      "<script>alert(1)</script>",
      '<img src=x onerror="alert(2)">',
      "javascript:alert(3)",
      "[x](javascript:alert(4)) https://example.com/me",
      '<iframe srcdoc="<script>parent.alert(5)</script>"></iframe>',
    ];
    for (const payload of payloads) {
      await visits.say(page, payload);
      await chatIn(page).locator(".row.hers:not(.unsent)").getByText(payload, { exact: true }).waitFor(soon);
    }
    expect(await chatIn(page).locator(".row.hers :is(script, img, a, iframe)").count()).toBe(0);
    await page.reload();
    await chatIn(page)
      .getByText(payloads[0] ?? "", { exact: true })
      .waitFor(soon);
    expect(await chatIn(page).locator(".row.hers :is(script, img, a, iframe)").count()).toBe(0);
  });

  test("is shown in no frame of a page that is not named, and hears nobody but the page around it", async () => {
    const stranger = await desk.open(site.page({}, "127.0.0.1"), {}, false);
    await launcherOf(stranger).click();
    await expect.poll(() => stranger.frames().some((frame) => frame.url().startsWith("chrome-error")), soon).toBe(true);
    const page = await desk.open(site.page());
    await launcherOf(page).click();
    await visits.say(page, "frame-1 hello");
    await chatIn(page).locator(".ours").first().waitFor(soon);
    // The page itself, and the chat's own window, are not the window that each of them hears.
    const forged = (message: object): string => JSON.stringify({ mark: "purser-chat", message });
    await page.evaluate(`window.postMessage(${forged({ kind: "close" })}, "*")`);
    const [, chat] = page.frames();
    await chat?.evaluate(`window.postMessage(${forged({ kind: "identity", identity: { kind: "nobody" } })}, "*")`);
    await visits.say(page, "frame-2 still here");
    await expect
      .poll(async () => visits.heardIn(await visits.caseOf("frame-1 hello")), soon)
      .toEqual(["frame-1 hello", "frame-2 still here"]);
    expect(await page.getByRole("button", { name: "Close chat" }).first().count()).toBe(1);
  });

  const looks = [
    { name: "light", attributes: {}, size: [1440, 900], colorScheme: "light" },
    { name: "dark", attributes: {}, size: [1440, 900], colorScheme: "dark" },
    { name: "390", attributes: {}, size: [390, 844], colorScheme: "light" },
    { name: "german", attributes: { locale: "de", accent: "#0f766e" }, size: [1440, 900], colorScheme: "light" },
    {
      name: "right-to-left",
      attributes: { direction: "rtl", accent: "#ffd54a" },
      size: [1440, 900],
      colorScheme: "dark",
    },
  ] as const;
  for (const { name, attributes, size, colorScheme } of looks) {
    test(`no view has a fault of access, or scrolls sideways: ${name}`, async () => {
      const [width, height] = size;
      const page = await desk.open(
        site.page({ ...attributes, identity: visits.login("LC-2904") }),
        { colorScheme, viewport: { width, height }, bypassCSP: true },
        false,
      );
      await launcherOf(page).waitFor(soon);
      await examine(page, `widget-closed-${name}`);
      await launcherOf(page).click();
      const look = async (view: string): Promise<void> => {
        const frame = page.frames().find((each) => each.url().includes("/widget/"));
        await examine(page, `widget-${view}-${name}`, frame ?? expect.fail());
      };
      await chatIn(page).getByRole("heading", { level: 2 }).waitFor(soon);
      await look("empty");
      await visits.say(page, "please cancel my order L-21515");
      const question = chatIn(page).locator("section.question");
      await question.getByRole("button").first().waitFor(soon);
      await look("question");
      if (name === "right-to-left") {
        const [header, launcher] = [
          chatIn(page).locator(".icon"),
          page.getByRole("button", { name: "Close chat" }).first(),
        ];
        const middle = width / 2;
        for (const box of [await header.boundingBox(), await launcher.boundingBox()])
          expect(box?.x).toBeLessThan(middle);
      }
      if (name === "german") await chatIn(page).getByText("Bitte bestätigen").waitFor(soon);
      await question.getByRole("button").last().click();
      await chatIn(page).locator(".person").click();
      await chatIn(page).locator(".note").first().waitFor(soon);
      await look("person");
      await visits.post(`/v1/cases/${await visits.openCaseOf("LC-2904")}/close`, { reason: "done" });
      await chatIn(page).locator(".rating").waitFor(soon);
      await chatIn(page).locator(".faces button").last().click();
      await chatIn(page).locator(".rating textarea").waitFor(soon);
      await look("rating");
    });
  }

  test("says that the server is away, keeps what is written, and sends it when the server is back", async () => {
    const page = await desk.open(site.page(), {}, false);
    await launcherOf(page).click();
    await visits.say(page, "down-1 hello");
    await chatIn(page).locator(".ours").first().waitFor(soon);
    desk.server().child.kill("SIGKILL");
    await desk.server().end;
    await chatIn(page).getByText("No connection.").waitFor(soon);
    await visits.say(page, "down-2 are you back?");
    await chatIn(page).getByText("Not sent yet").waitFor(soon);
    await desk.restart();
    await chatIn(page).locator(".row.hers:not(.unsent)").getByText("down-2 are you back?").waitFor(soon);
    await expect.poll(() => chatIn(page).getByText("No connection.").count(), soon).toBe(0);
    expect(await visits.heardIn(await visits.caseOf("down-1 hello"))).toEqual(["down-1 hello", "down-2 are you back?"]);
  });
});
