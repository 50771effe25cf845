import { PurserError } from "@purser/contract";

/** What a request says of the browser that it comes from. */
export type BrowserRequest = {
  /** The session's token; null without a cookie. */
  token: string | null;
  /** Whether a person has just done something; false for what a page asks by itself. */
  isByPerson: boolean;
  /** Whether it was made by a page of this server, as far as the browser says. */
  isFromDesk: boolean;
  /** Whether it was sent to this machine by its own name, and so by nobody else. */
  isToThisMachine: boolean;
};

export const sessionCookieName = "purser_session";
/** A header that no form and no other site's script can send without being asked about it first. */
const deskHeader = "x-purser-desk";
const thisMachine = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

export function readBrowserRequest(header: (name: string) => string | undefined, url: string): BrowserRequest {
  const { host } = new URL(url);
  const desk = header(deskHeader);
  const site = header("sec-fetch-site");
  const origin = header("origin");
  // The browser's own word counts where it gives one, which is over https and on this machine; a proxy changes the host.
  const isOurPage =
    site === undefined
      ? origin === undefined || hostOf(origin) === (header("host") ?? host)
      : site === "same-origin" && origin !== "null";
  return {
    token:
      new RegExp(`(?:^|;\\s*)${sessionCookieName}=([\\w-]{20,100})(?:;|$)`).exec(header("cookie") ?? "")?.[1] ?? null,
    isByPerson: desk === "person",
    isFromDesk: desk !== undefined && isOurPage,
    isToThisMachine: thisMachine.test(header("host") ?? host),
  };
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

/** Throws PUR-2045 unless the page that asks is one of ours: a cookie alone changes nothing. */
export function refuseForeign({ isFromDesk }: BrowserRequest): void {
  if (!isFromDesk) throw new PurserError("PUR-2045", "");
}

/** For the session's cookie; `null` takes it away. */
export function sessionCookie(token: string | null, lastsMs: number, publicUrl: string | null): Record<string, string> {
  const secure = publicUrl?.startsWith("https:") === true ? "; Secure" : "";
  const value = token === null ? "; Max-Age=0" : `${token}; Max-Age=${Math.floor(lastsMs / 1000)}`;
  return { "set-cookie": `${sessionCookieName}=${value}; Path=/; HttpOnly; SameSite=Strict${secure}` };
}
