import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startSystems, type StartedSystems } from "../systems/start-systems.ts";
import { startShop } from "./start-shop.ts";

const purserUrl = "http://127.0.0.1:4600";
const siteKey = Buffer.alloc(32, 7);
let systems: StartedSystems;
let shop: Awaited<ReturnType<typeof startShop>>;

const open = (port?: number) =>
  startShop({ urls: systems.urls, landmarks: systems.landmarks, purserUrl, siteKey, port, clock: Date.now });
beforeEach(async () => {
  systems = await startSystems({ seed: 1, clock: Date.now, isInstant: true, bystanders: 0 });
  shop = await open();
});
afterEach(async () => {
  await shop.stop();
  await systems.stop();
});

const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(shop.url + path, {
    method: "POST",
    body: new URLSearchParams(form),
    headers: { origin: shop.url, ...headers },
    redirect: "manual",
  });
const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
const signIn = async (customer: string): Promise<string> => cookieOf(await post("/sign-in", { customer }));
const read = async (path: string, cookie: string): Promise<string> =>
  (await fetch(shop.url + path, { headers: { cookie }, redirect: "manual" })).text();
const mail = (customerRef: string, subject: string, text: string) =>
  fetch(`${systems.urls.mail}/messages`, {
    method: "POST",
    headers: { "purser-customer": customerRef },
    body: JSON.stringify({ messageId: `${randomUUID()}@larkspur.example`, to: "her@example.com", subject, text }),
  });

describe("the example's shop", () => {
  test("shows who has signed in what the systems of record have of her, and nothing of others", async () => {
    const { wrongSize, refundLarge } = systems.landmarks;
    const page = await read("/account", await signIn(wrongSize.customerRef));
    expect(page).toContain(wrongSize.name);
    expect(page).toContain(wrongSize.orders[0]?.orderId);
    expect(page).toContain("sent in 27");
    expect(page).not.toContain(refundLarge.orders[0]?.orderId);
  });

  test("signs nobody in by a cookie that it has not signed, nor by another site's form, nor as somebody unknown", async () => {
    const cookie = await signIn("LC-2901");
    const forged = cookie.replace("LC-2901", "LC-2908");
    expect(forged).not.toBe(cookie);
    for (const other of ["", forged]) {
      const answer = await fetch(`${shop.url}/account`, { headers: { cookie: other }, redirect: "manual" });
      expect([answer.status, answer.headers.get("location")]).toEqual([303, "/#play"]);
      expect((await fetch(`${shop.url}/account/login-token`, { headers: { cookie: other } })).status).toBe(401);
    }
    const foreign = await post("/sign-in", { customer: "LC-2901" }, { origin: "https://elsewhere.example" });
    expect([foreign.status, foreign.headers.getSetCookie()]).toEqual([403, []]);
    expect((await post("/sign-in", { customer: "LC-0000" })).status).toBe(404);
  });

  test("gives the chat her login while she is signed in, and none after she has signed out", async () => {
    const cookie = await signIn("LC-2901");
    expect(await read("/account", cookie)).toMatch(/data-identity="[\w-]+\.[\w-]+\.[\w-]+"/);
    const [, claims = ""] = (await read("/account/login-token", cookie)).split(".");
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({ sub: "LC-2901", aud: "purser" });
    const out = await fetch(`${shop.url}/sign-out`, {
      method: "POST",
      headers: { cookie, origin: shop.url },
      redirect: "manual",
    });
    expect(cookieOf(out)).toBe("larkspur-session=");
    expect(await read("/", cookieOf(out))).not.toContain("data-identity");
  });

  test("tells by its pulse that something was done to her records, which leaves no trace in a ledger", async () => {
    const cookie = await signIn("LC-2901");
    const before = await read("/account/pulse", cookie);
    await mail("LC-2908", "Hello", "Not hers.");
    expect(await read("/account/pulse", cookie)).toBe(before);
    await mail("LC-2901", "Hello", "Hers.");
    expect(await read("/account/pulse", cookie)).not.toBe(before);
    expect(systems.systems.mail.ledger.reads).toEqual([]);
  });

  test("shows what stands in records as text", async () => {
    await mail("LC-2901", "<b>bold</b>", '<script>alert(1)</script><img src=x onerror="alert(2)">');
    const page = await read("/account", await signIn("LC-2901"));
    expect(page).toContain("&lt;b&gt;bold&lt;/b&gt;");
    expect(page).not.toMatch(/<b>bold|<script>alert|<img/);
  });

  test("shows the rest while a system is down, and says what is missing", async () => {
    const cookie = await signIn("LC-2908");
    systems.systems.payments.faults.add({ kind: "down" });
    await expect.poll(() => read("/account", cookie)).toContain("Our payment system does not answer just now.");
    expect(await read("/account", cookie)).toContain("Order L-43987");
    systems.systems.payments.faults.clear();
    await expect.poll(() => read("/account", cookie)).toContain("from your Mastercard");
  });

  test("listens elsewhere when its port is taken", async () => {
    const other = await open(Number(new URL(shop.url).port));
    expect(other.url).not.toBe(shop.url);
    expect((await fetch(other.url)).status).toBe(200);
    await other.stop();
  });
});
