import { openSystem, type SystemOptions } from "../open-system.ts";
import type { SystemOfRecord } from "../system-of-record.ts";
import { calendarStateSchema, type CalendarState } from "./data.ts";
import { calendarRoutes } from "./routes.ts";

/** Fitting appointments in the stores. Every write carries the version that it expects; keys are only noted. */
export function createCalendar({ data, ...options }: SystemOptions & { data: CalendarState }): SystemOfRecord {
  return openSystem(
    { name: "calendar", stateSchema: calendarStateSchema, seeded: data, routes: calendarRoutes },
    options,
  );
}
