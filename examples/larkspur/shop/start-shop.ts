import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { z } from "zod";
import { landmarksSchema } from "../systems/landmarks.ts";
import { type Listener, openListener } from "../systems/listener.ts";
import { accountPage, frontPage, missingPage, type Surroundings } from "./pages.ts";
import { type Player, playersOf } from "./players.ts";
import { openShopRecords, type ShopRecords, type SystemUrls } from "./read-account.ts";
import { beginSession, endSession, loginToken, sessionOf, type ShopSession } from "./sign-in.ts";

export type ShopOptions = {
  /** The systems of record that it shows. */
  urls: SystemUrls;
  /** What the example says of its world: who can be played. */
  landmarks: unknown;
  /** Where Purser is, as a browser reaches it. */
  purserUrl: string;
  /** What the shop signs logins with; Purser has the same. */
  siteKey: Uint8Array;
  /** Tried first; a free one where it is taken. */
  port?: number | undefined;
  /** Epoch milliseconds. */
  clock: () => number;
};

/** Another name than Purser's, also where both are on one machine: to a browser the chat is a guest here. */
const host = "localhost";
const largestFormBytes = 4096;
const formSchema = z.object({ customer: z.string() });

/** Starts the shop front of the example: pages that know Purser as any shop does, by a script tag and the site key. */
export async function startShop(options: ShopOptions): Promise<{ url: string; stop: () => Promise<void> }> {
  const shop = createShop(options);
  const listener = getRequestListener(shop.fetch);
  return listenNear(options.port ?? 0, (port): Promise<Listener> => openListener(listener, { host, port }));
}

async function listenNear(port: number, open: (port: number) => Promise<Listener>): Promise<Listener> {
  try {
    return await open(port);
  } catch (error) {
    if (port === 0) throw error;
    return open(0);
  }
}

type Signed = { session: ShopSession; player: Player };

function createShop({ urls, landmarks, purserUrl, siteKey, clock }: ShopOptions): Hono {
  const records = openShopRecords(urls);
  const players = playersOf(landmarksSchema.parse(landmarks));
  const site = { siteKey: new Uint8Array(siteKey), nowMs: clock };
  // The cookie is signed with a key of its own: nothing that the shop signs for itself is a login for Purser.
  const cookieKey = new Uint8Array(createHmac("sha256", siteKey).update("larkspur-session").digest());
  const signedIn = async (context: Context): Promise<Signed | null> => {
    const session = await sessionOf(context, cookieKey);
    const player = players.find(({ customerRef }) => customerRef === session?.customerRef);
    return session === null || player === undefined ? null : { session, player };
  };
  const around = async (signed: Signed | null): Promise<Surroundings> => ({
    purserUrl,
    player: signed?.player ?? null,
    token: signed === null ? null : await loginToken(signed.session, { ...site, nowMs: clock() }),
  });

  const shop = new Hono();
  shop.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(headersFor(purserUrl))) context.header(name, value);
  });
  shop.use(csrf(), bodyLimit({ maxSize: largestFormBytes }));
  serveFiles(shop);
  shop.get("/", async (context) =>
    context.html(frontPage(await records.products(), players, await around(await signedIn(context)))),
  );
  serveAccount(shop, records, signedIn, around);
  shop.post("/sign-in", async (context) => {
    const form = formSchema.safeParse(await context.req.parseBody());
    const player = players.find(({ customerRef }) => form.success && customerRef === form.data.customer);
    if (player === undefined) return context.html(missingPage(await around(null)), 404);
    await beginSession(context, { customerRef: player.customerRef, signedInAtMs: clock() }, cookieKey);
    return context.redirect("/account", 303);
  });
  shop.post("/sign-out", (context) => {
    endSession(context);
    return context.redirect("/", 303);
  });
  shop.notFound(async (context) => context.html(missingPage(await around(await signedIn(context))), 404));
  return shop;
}

function serveAccount(
  shop: Hono,
  records: ShopRecords,
  signedIn: (context: Context) => Promise<Signed | null>,
  around: (signed: Signed | null) => Promise<Surroundings>,
): void {
  shop.get("/account", async (context) => {
    const signed = await signedIn(context);
    if (signed === null) return context.redirect("/#play", 303);
    const { player } = signed;
    // The pulse first: what happens between the two is then shown by the next look.
    const pulse = await records.pulse(player.customerRef);
    return context.html(accountPage(await records.account(player.customerRef), pulse, player, await around(signed)));
  });
  shop.get("/account/pulse", async (context) => {
    const signed = await signedIn(context);
    return signed === null ? context.text("", 401) : context.text(await records.pulse(signed.player.customerRef));
  });
  shop.get("/account/login-token", async (context) => {
    const signed = await signedIn(context);
    return signed === null ? context.text("", 401) : context.text((await around(signed)).token ?? "");
  });
}

function serveFiles(shop: Hono): void {
  for (const [name, type] of [
    ["shop.css", "text/css"],
    ["shop.js", "text/javascript"],
  ] as const) {
    const text = readFileSync(new URL(`page/${name}`, import.meta.url), "utf8");
    shop.get(`/${name}`, (context) => context.body(text, 200, { "content-type": `${type}; charset=utf-8` }));
  }
}

/** Nothing inline, and from elsewhere only what the chat asks of a page: its script and its frame. */
function headersFor(purserUrl: string): Readonly<Record<string, string>> {
  return {
    "content-security-policy": [
      "default-src 'none'",
      `script-src 'self' ${purserUrl}/widget/`,
      `frame-src ${purserUrl}`,
      "style-src 'self'",
      "img-src data:",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
  };
}
