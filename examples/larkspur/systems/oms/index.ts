import { openSystem, type SystemOptions } from "../open-system.ts";
import type { SystemOfRecord } from "../system-of-record.ts";
import { omsStateSchema, type OmsState } from "./data.ts";
import { omsRoutes } from "./routes.ts";

/** Orders, stock, exchanges and addresses. Every write carries the version that it expects; keys are only noted. */
export function createOms({ data, ...options }: SystemOptions & { data: OmsState }): SystemOfRecord {
  return openSystem({ name: "oms", stateSchema: omsStateSchema, seeded: data, routes: omsRoutes }, options);
}
