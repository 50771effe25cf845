import { type Instant, epochMsOf } from "@purser/contract";
import { idFromBytes } from "../audit/index.ts";
import { days } from "../duration.ts";
import type { SystemClient, Systems } from "../system-client.ts";
import type { ToolContext } from "../tool.ts";

export type ToolCaller = {
  systems: Systems;
  customerRef: string;
  now: Instant;
  attempt?: number;
};

/** What a tool's functions get, as the host makes it: each request is marked with customer, case and attempt. Days are in UTC. */
export function toolContextFor({ systems, customerRef, now, attempt = 1 }: ToolCaller): ToolContext {
  const marks = { "purser-customer": customerRef, "purser-case": caseId, "purser-attempt": String(attempt) };
  const marked = (client: SystemClient): SystemClient => ({
    ...client,
    request: (request) => client.request({ ...request, headers: { ...request.headers, ...marks } }),
  });
  const dayOf = (instant: Instant): number => Math.floor(epochMsOf(instant) / days(1));
  return {
    customer: { id: idFromBytes("cus", new Uint8Array(idBytes)), ref: customerRef },
    systems: Object.fromEntries(Object.entries(systems).map(([name, client]) => [name, marked(client)])),
    now,
    daysSince: (then) => dayOf(now) - dayOf(then),
    oneTimeCode: "123456",
  };
}

const idBytes = 13;
const caseId = idFromBytes("case", new Uint8Array(idBytes));
