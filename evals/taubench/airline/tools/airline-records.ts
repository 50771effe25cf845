import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import { type Reading, readRecord } from "./system-client.ts";

export const cabins = ["basic_economy", "economy", "business"] as const;
export type Cabin = (typeof cabins)[number];

export const segmentInput = z.object({ flight_number: z.string(), date: z.string() });
export type Segment = z.infer<typeof segmentInput>;
export const passengerInput = z.object({ first_name: z.string(), last_name: z.string(), dob: z.string() });

const reservationSchema = z.object({
  reservation_id: z.string(),
  user_id: z.string(),
  origin: z.string(),
  destination: z.string(),
  flight_type: z.enum(["one_way", "round_trip"]),
  cabin: z.enum(cabins),
  flights: z.array(segmentInput.extend({ price: z.number() })),
  passengers: z.array(z.unknown()),
  created_at: z.string(),
  total_baggages: z.int(),
  nonfree_baggages: z.int(),
  insurance: z.enum(["yes", "no"]),
  status: z.string().optional(),
});
export type Reservation = z.infer<typeof reservationSchema>;

const profileSchema = z.object({
  user_id: z.string(),
  membership: z.enum(["regular", "silver", "gold"]),
  reservations: z.array(z.string()),
  payment_methods: z.record(z.string(), z.object({ source: z.string(), amount: z.coerce.number().optional() })),
});
export type Profile = z.infer<typeof profileSchema>;

const flightSchema = z.object({
  flight_number: z.string(),
  origin: z.string(),
  destination: z.string(),
  dates: z.record(
    z.string(),
    z.object({
      status: z.string(),
      available_seats: z.record(z.string(), z.number()).optional(),
      prices: z.record(z.string(), z.number()).optional(),
    }),
  ),
});
export type Flight = z.infer<typeof flightSchema>;

const historySchema = z.object({ flights: z.array(segmentInput), isChanged: z.boolean() });
export type History = z.infer<typeof historySchema>;

export function readReservation(context: ToolContext, id: string): Promise<Reading<Reservation>> {
  return readRecord(context, "airline", `/reservations/${encodeURIComponent(id)}`, reservationSchema);
}

/** The segments that the reservation has ever had, and whether it was changed or cancelled in this conversation. */
export function readHistory(context: ToolContext, id: string): Promise<Reading<History>> {
  return readRecord(context, "airline", `/reservations/${encodeURIComponent(id)}/history`, historySchema);
}

export function readProfile(context: ToolContext, userId: string): Promise<Reading<Profile>> {
  return readRecord(context, "airline", `/users/${encodeURIComponent(userId)}`, profileSchema);
}

/** The flights of the segments, by their numbers; those that exist. */
export async function readFlights(
  context: ToolContext,
  segments: readonly Segment[],
): Promise<Reading<ReadonlyMap<string, Flight>>> {
  const numbers = [...new Set(segments.map(({ flight_number }) => flight_number))];
  const path = `/flights?numbers=${encodeURIComponent(numbers.join(","))}`;
  const read = await readRecord(context, "airline", path, z.object({ flights: z.array(flightSchema) }));
  if (read.kind !== "found") return read;
  return { kind: "found", value: new Map(read.value.flights.map((flight) => [flight.flight_number, flight])) };
}

/** The words of the customer as the contact desk has written them down. */
const contactSchema = z.object({ namesCoveredReason: z.boolean(), asksForCompensation: z.boolean() });

export function readContact(context: ToolContext): Promise<Reading<z.infer<typeof contactSchema>>> {
  return readRecord(context, "contact", "/contact", contactSchema);
}

/** Whose a record is: hers, somebody else's, or nobody knows because nobody knows who she is. */
export const ownershipSchema = z.enum(["own", "other", "unknown"]);

export function ownershipOf({ customer }: ToolContext, userId: string): z.infer<typeof ownershipSchema> {
  if (customer === null) return "unknown";
  return customer.ref === userId ? "own" : "other";
}

export function isCancelled({ status }: Reservation): boolean {
  return status === "cancelled";
}
