import type { Transit } from "../shipping/data.ts";

const londonAreas = ["E", "EC", "N", "NW", "SE", "SW", "W", "WC"] as const;
const remoteAreas = ["HS", "ZE", "KW", "IV"] as const;

/** Parcel days from the warehouse of the country. */
export const transits: readonly Transit[] = [
  { country: "GB", postcodePrefix: "", days: 3 },
  ...londonAreas.map((postcodePrefix) => ({ country: "GB" as const, postcodePrefix, days: 2 })),
  ...remoteAreas.map((postcodePrefix) => ({ country: "GB" as const, postcodePrefix, days: 8 })),
  { country: "US", postcodePrefix: "", days: 4 },
  { country: "US", postcodePrefix: "1", days: 2 },
  { country: "US", postcodePrefix: "9", days: 5 },
];
