import { TOTP } from "otpauth";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { examine } from "./test-browser.ts";
import { chromiumOrSkip, openDesk, soon } from "./desk-in-browser.ts";

const chromium = chromiumOrSkip("signing in");
const email = "ada@example.com";
const password = "a long password of hers";
const codeOf = (secret: string, atMs = Date.now()): string => new TOTP({ secret }).generate({ timestamp: atMs });

// An address that others reach as well, so that nobody is signed in without being asked.
describe.runIf(chromium !== null)("signing in, in a browser", { timeout: 180_000 }, () => {
  const desk = openDesk(chromium ?? "", "--host", "0.0.0.0");

  test("the first admin sets the desk up with a second factor, invites a teammate, and a wrong password is refused", async () => {
    const page = await desk.open("/desk/", { bypassCSP: true }, false);
    await page.getByLabel("Your name").fill("Ada");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByLabel("API key").fill("pur_wrong_wrong_wrong");
    await page.getByRole("button", { name: "Make the account" }).click();
    await page.getByRole("alert").getByText("carries no valid credentials").waitFor(soon);
    await examine(page, "desk-set-up");
    await page.getByLabel("API key").fill(desk.server().key);
    await page.getByRole("button", { name: "Make the account" }).click();

    await page.getByRole("img", { name: "QR code" }).waitFor(soon);
    await examine(page, "desk-second-factor");
    const secret = (await page.locator("code").innerText()).replaceAll(/\s/g, "");
    await page.getByLabel("Code", { exact: true }).fill("000000");
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("alert").getByText("The code is not the one").waitFor(soon);
    await page.getByLabel("Code", { exact: true }).fill(codeOf(secret));
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("heading", { name: "Inbox" }).waitFor(soon);

    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("link", { name: "People" }).click();
    await page.getByRole("button", { name: "Invite" }).click();
    await page.getByLabel("Name").fill("Mia");
    await page.getByLabel("E-mail").fill("mia@example.com");
    await page.getByRole("button", { name: "Make the invitation" }).click();
    const link = await page.getByRole("dialog").locator("code").innerText();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("row", { name: /Mia.*Invited/ }).waitFor(soon);
    await examine(page, "desk-people");

    await page.getByRole("link", { name: "API keys" }).click();
    await page.getByRole("button", { name: "Make a key" }).click();
    await page.getByLabel("Name").fill("Chat server");
    await examine(page, "desk-make-key");
    await page.getByRole("button", { name: "Make the key" }).click();
    const key = await page.getByRole("dialog").locator("code").innerText();
    const listWithKey = () =>
      fetch(new URL("/v1/cases", desk.server().url), { headers: { authorization: `Bearer ${key}` } });
    expect((await listWithKey()).status).toBe(200);
    await page.getByRole("button", { name: "Done" }).click();
    await examine(page, "desk-keys");
    await page.getByRole("button", { name: "End Chat server" }).click();
    await page.getByText("Ended", { exact: false }).first().waitFor(soon);
    expect((await listWithKey()).status).toBe(401);
    await page.getByRole("link", { name: "People" }).click();

    const hers = await desk.open(new URL(link).pathname + new URL(link).hash, {}, false);
    await hers.getByLabel("New password").fill("another long password");
    await hers.getByRole("button", { name: "Take up the invitation" }).click();
    await hers.getByRole("heading", { name: "Inbox" }).waitFor(soon);
    expect(hers.url()).not.toContain("invitation");
    await hers.getByRole("button", { name: "Sign out" }).click();
    await hers.getByLabel("E-mail").fill("mia@example.com");
    await hers.getByLabel("Password").fill("not her password");
    await hers.getByRole("button", { name: "Sign in" }).click();
    await hers.getByRole("alert").getByText("do not belong together").waitFor(soon);
    await examine(hers, "desk-sign-in");
    await hers.getByLabel("Password").fill("another long password");
    await hers.getByRole("button", { name: "Sign in" }).click();
    await hers.getByRole("heading", { name: "Inbox" }).waitFor(soon);

    // Who forgot the password chooses a new one by a link of the admin's; the session that was open is over.
    await page.reload();
    await page.getByRole("button", { name: "Reset for Mia" }).click();
    await page.getByRole("button", { name: "Make the link" }).click();
    const reset = await page.getByRole("dialog").locator("code").innerText();
    await examine(page, "desk-reset-link");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByRole("dialog").getByText("Copied", { exact: true }).waitFor(soon);
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(reset);
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Reset for Mia" }).and(page.locator(":focus")).waitFor(soon);
    await page.setViewportSize({ width: 390, height: 844 });
    await examine(page, "desk-people-narrow");
    await page.setViewportSize({ width: 1440, height: 900 });
    const anew = await desk.open(new URL(reset).pathname + new URL(reset).hash, { bypassCSP: true }, false);
    await anew.getByRole("heading", { name: "Choose a new password" }).waitFor(soon);
    await examine(anew, "desk-reset");
    await anew.getByLabel("New password").fill("another long password");
    await anew.getByRole("button", { name: "Set the password" }).click();
    await anew.getByRole("heading", { name: "Inbox" }).waitFor(soon);
    // The link opens nothing twice, and says so; from there it is one step to the sign-in.
    const late = await desk.open(new URL(reset).pathname + new URL(reset).hash, { bypassCSP: true }, false);
    await late.getByLabel("New password").fill("another long password");
    await late.getByRole("button", { name: "Set the password" }).click();
    await late.getByRole("alert").getByText("This link opens nothing").waitFor(soon);
    await examine(late, "desk-reset-over");
    await late.getByRole("button", { name: "Sign in" }).click();
    await late.getByRole("heading", { name: "Sign in to the desk" }).waitFor(soon);
    expect(late.url()).not.toContain("reset");
    await hers.reload();
    await hers.getByLabel("E-mail").fill("mia@example.com");
    await hers.getByLabel("Password").fill("another long password");
    await hers.getByRole("button", { name: "Sign in" }).click();
    await hers.getByRole("heading", { name: "Inbox" }).waitFor(soon);

    // A change of role ends her session at her next request.
    await page.getByLabel("Role of Mia").selectOption("auditor");
    await page.getByRole("row", { name: /Mia/ }).waitFor(soon);
    await hers.reload();
    await hers.getByRole("heading", { name: "Sign in to the desk" }).waitFor(soon);

    // An auditor changes nothing but what is their own: what names them is read once they have seen it.
    const caseId = await desk.write("LC-2901", "good morning");
    await desk.ask(z.unknown(), "POST", `/v1/cases/${caseId}/notes`, { text: "Was this right, @mia?" });
    await hers.getByLabel("E-mail").fill("mia@example.com");
    await hers.getByLabel("Password").fill("another long password");
    await hers.getByRole("button", { name: "Sign in" }).click();
    await hers.getByRole("link", { name: "Mentions 1" }).click();
    await hers.getByText("Was this right, @mia?").waitFor(soon);
    await hers.getByRole("link", { name: "Mentions 1" }).waitFor({ state: "detached", ...soon });
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByLabel("Code").fill(codeOf(secret, Date.now() + 30_000));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Settings" }).waitFor(soon);
  });

  test("no address of the desk leads to another host, also once somebody has signed in there", async () => {
    const elsewhere = "https://evil.example/";
    const [first, ...others] = [
      ...["next", "returnTo", "redirect", "url"].map((name) => `/desk/inbox?${name}=${encodeURIComponent(elsewhere)}`),
      "/desk//evil.example/",
      "/desk/%2F%2Fevil.example",
      "/desk/%5Cevil.example",
      `/desk/${encodeURIComponent(elsewhere)}`,
      `/desk/#${elsewhere}`,
    ];
    const page = await desk.open(first, {}, false);
    const left: string[] = [];
    page.on("request", (request) => {
      if (new URL(request.url()).hostname === "evil.example") left.push(request.url());
    });
    await page.getByLabel("E-mail").fill("mia@example.com");
    await page.getByLabel("Password").fill("another long password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Inbox" }).waitFor(soon);
    for (const path of others) {
      await page.goto(`${desk.server().url}${path}`);
      await page.getByText(/\w/).first().waitFor(soon);
      expect(await page.locator('a[href*="evil.example"]').count()).toBe(0);
      expect(new URL(page.url()).origin).toBe(desk.server().url);
    }
    expect(left).toEqual([]);
    for (const path of ["/desk", "/widget"]) {
      const response = await fetch(`${desk.server().url}${path}?next=${elsewhere}`, { redirect: "manual" });
      expect(response.headers.get("location")).toBe(`${path}/`);
    }
  });
});
