import { unreachable } from "@purser/contract";
import { classOfHost } from "@purser/kit";

/** Where a service stands that Purser asks, and whether the operator has said that it may be in their own network. */
export type ServiceAddress = { baseUrl: string; allowPrivate: boolean };

const ownHosts: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

/** An address on this machine, written as such, says by itself that it may be reached; a name that resolves to it does not. */
export function isOnThisMachine(address: string): boolean {
  return URL.canParse(address) && ownHosts.includes(new URL(address).hostname);
}

/** Whether a service may be in the operator's own network. */
export function mayBePrivate({ baseUrl, allowPrivate }: ServiceAddress): boolean {
  return allowPrivate || isOnThisMachine(baseUrl);
}

/** Why the way out would not reach an address, as far as the address itself says; null when it would. */
export function whyNotReached(address: string, allowPrivate: boolean): string | null {
  if (!URL.canParse(address)) return "this is no address";
  const { protocol, username, password, hostname } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:")
    return `an address begins with https:// or http://, and not with ${protocol}`;
  if (username !== "" || password !== "") return "an address holds no user and no password; name a secret beside it";
  const isPrivate = mayBePrivate({ baseUrl: address, allowPrivate });
  if (protocol === "http:" && !isPrivate) return "an address without https needs allowPrivate: true";
  return whyNotThisHost(hostname, isPrivate);
}

function whyNotThisHost(host: string, isPrivate: boolean): string | null {
  const addressClass = classOfHost(host);
  switch (addressClass) {
    case null:
    case "public":
      return null;
    case "private":
      return isPrivate ? null : "an address in your own network needs allowPrivate: true";
    case "never":
      return "this address is never reached: it is reserved, or a cloud answers there about itself";
    default:
      return unreachable(addressClass);
  }
}
