import { z } from "zod";
import { nothingSchema, openRead, refuse, type Surroundings } from "../route.ts";
import type { ShippingState, Transit } from "./data.ts";

const dayMs = 86_400_000;

const query = z.strictObject({
  sku: z.string().min(1),
  size: z.string().min(1),
  postcode: z.string().min(3).max(12),
  /** The day of dispatch; today in New York without it. */
  from: z.iso.date().exactOptional(),
});

/** When a parcel that leaves on a day is at the door: so many days, and no parcels on Sundays. */
export const estimates = openRead({
  path: "/estimates",
  pathValues: nothingSchema,
  query,
  find({ query: { sku, size, postcode, from } }, { state, now }: Surroundings<ShippingState>) {
    const dispatchOn = from ?? newYorkDay(now);
    const transit = transitTo(state.transits, postcode);
    if (transit === null) return refuse(409, "no-service", `No parcels go to ${postcode}.`);
    const deliverBy = skipSunday(plusDays(dispatchOn, transit.days));
    return { kind: "found", body: { estimate: { sku, size, postcode, dispatchOn, deliverBy, days: transit.days } } };
  },
});

/** British postcodes begin with letters, American ones with a figure. */
function transitTo(transits: readonly Transit[], postcode: string): Transit | null {
  const area = /^[A-Z]+/i.exec(postcode)?.[0]?.toUpperCase();
  const country = area === undefined ? "US" : "GB";
  const reached = transits.filter((transit) => {
    if (transit.country !== country || transit.postcodePrefix === "") return transit.country === country;
    return area === undefined ? postcode.startsWith(transit.postcodePrefix) : area === transit.postcodePrefix;
  });
  return reached.toSorted((left, right) => right.postcodePrefix.length - left.postcodePrefix.length)[0] ?? null;
}

function newYorkDay(now: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York" }).format(new Date(now));
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

function skipSunday(day: string): string {
  return new Date(day).getUTCDay() === 0 ? plusDays(day, 1) : day;
}
