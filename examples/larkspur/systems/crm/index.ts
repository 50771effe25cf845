import { openSystem, type SystemOptions } from "../open-system.ts";
import type { SystemOfRecord } from "../system-of-record.ts";
import { crmStateSchema, type CrmState } from "./data.ts";
import { crmRoutes } from "./routes.ts";

/** Customers, preferences and free-text notes. It takes an Idempotency-Key, and pays no attention to it. */
export function createCrm({ data, ...options }: SystemOptions & { data: CrmState }): SystemOfRecord {
  return openSystem({ name: "crm", stateSchema: crmStateSchema, seeded: data, routes: crmRoutes }, options);
}
