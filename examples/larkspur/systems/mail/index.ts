import { openSystem, type SystemOptions } from "../open-system.ts";
import type { SystemOfRecord } from "../system-of-record.ts";
import { mailStateSchema, type MailState } from "./data.ts";
import { mailRoutes } from "./routes.ts";

/** Sends mail, at most once for each Message-ID. What it has accepted cannot be called back. */
export function createMail({ data, ...options }: SystemOptions & { data: MailState }): SystemOfRecord {
  return openSystem({ name: "mail", stateSchema: mailStateSchema, seeded: data, routes: mailRoutes }, options);
}
