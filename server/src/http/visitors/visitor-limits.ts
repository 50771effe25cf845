import { isIPv4, isIPv6 } from "node:net";
import type { CustomerId } from "@purser/contract";
import { commitmentOf, hashOf } from "@purser/kit/audit";
import { keepLimit } from "../../conversations/keep-limit.ts";
import type { ApiServices } from "../api-services.ts";
import type { RequestHeaders } from "../read-request.ts";

type LimitServices = Pick<ApiServices, "desk" | "world">;

/**
 * A customer has the limit of customers. Strangers have that of their network address, of which a hash is kept: whoever has many
 * addresses has as many limits. A repeat counts once.
 */
export async function keepOpeningLimit(
  key: string,
  customerRef: string | null,
  headers: RequestHeaders,
  services: LimitServices,
): Promise<void> {
  const { desk } = services;
  const turnId = hashOf({ provider: "visitor-key", deliveryId: key });
  if (customerRef === null) return keepLimit("visitors", { of: networkIn(headers, services), turnId }, desk);
  return keepLimit("newCases", { of: await desk.store.customerOf(desk.tenant, customerRef), turnId }, desk);
}

/** A customer's files are counted as hers, those of somebody unknown by the network address. The same upload again counts once. */
export function keepFilesLimit(
  customerId: CustomerId | null,
  turnId: string,
  headers: RequestHeaders,
  services: LimitServices,
): Promise<void> {
  return keepLimit("files", { of: customerId ?? networkIn(headers, services), turnId }, services.desk);
}

/** A hash of the network that it came from. */
function networkIn({ addressBehind }: RequestHeaders, { world, desk }: LimitServices): string {
  const network = networkOf(addressBehind(world.blueprints.inForce().settings.widget.addressHeader) ?? "unknown");
  return commitmentOf({ purpose: "visitor-address", tenant: desk.tenant, network }, world.deploymentSecret);
}

const groupsOfAddress = 8;
const groupsOfNetwork = 4;
const mapped = "::ffff:";

/** Of an IPv6 address the half that its network is, however it is written; one household has all of the other. */
function networkOf(given: string): string {
  const address = given.toLowerCase();
  if (address.startsWith(mapped) && isIPv4(address.slice(mapped.length))) return address.slice(mapped.length);
  if (!isIPv6(address)) return address;
  const [before = [], after = []] = address.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: Math.max(0, groupsOfAddress - before.length - after.length) }, () => "0");
  const network = [...before, ...zeros, ...after].slice(0, groupsOfNetwork);
  return network.map((group) => group.replace(/^0+(?=.)/, "")).join(":");
}
