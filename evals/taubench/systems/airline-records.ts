import { z } from "zod";

export const cabinSchema = z.enum(["basic_economy", "economy", "business"]);
export type Cabin = z.infer<typeof cabinSchema>;

export const userSchema = z.object({
  user_id: z.string(),
  membership: z.string(),
  reservations: z.array(z.string()),
  // Of one recorded certificate the amount is a text.
  payment_methods: z.record(z.string(), z.object({ source: z.string(), amount: z.coerce.number().optional() })),
});
export type User = z.infer<typeof userSchema>;

const passengerSchema = z.object({ first_name: z.string(), last_name: z.string(), dob: z.string() });
const segmentSchema = z.object({ flight_number: z.string(), date: z.string() });
export const reservationSchema = z.object({
  reservation_id: z.string(),
  user_id: z.string(),
  cabin: cabinSchema,
  flights: z.array(segmentSchema.extend({ origin: z.string(), destination: z.string(), price: z.number() })),
  passengers: z.array(passengerSchema),
  payment_history: z.array(z.object({ payment_id: z.string(), amount: z.number() })),
  total_baggages: z.number(),
  nonfree_baggages: z.number(),
});
export type Reservation = z.infer<typeof reservationSchema>;

export const flightSchema = z.object({
  flight_number: z.string(),
  origin: z.string(),
  destination: z.string(),
  scheduled_departure_time_est: z.string(),
  scheduled_arrival_time_est: z.string(),
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

export const airlineArgsSchema = z.discriminatedUnion("tool", [
  z.object({
    tool: z.literal("book_reservation"),
    user_id: z.string(),
    origin: z.string(),
    destination: z.string(),
    flight_type: z.enum(["one_way", "round_trip"]),
    cabin: cabinSchema,
    flights: z.array(segmentSchema),
    passengers: z.array(passengerSchema),
    payment_methods: z.array(z.object({ payment_id: z.string(), amount: z.number() })),
    total_baggages: z.int(),
    nonfree_baggages: z.int(),
    insurance: z.enum(["yes", "no"]),
  }),
  z.object({ tool: z.literal("cancel_reservation"), reservation_id: z.string() }),
  z.object({
    tool: z.literal("update_reservation_flights"),
    reservation_id: z.string(),
    cabin: cabinSchema,
    flights: z.array(segmentSchema),
    payment_id: z.string(),
  }),
  z.object({
    tool: z.literal("update_reservation_baggages"),
    reservation_id: z.string(),
    total_baggages: z.int(),
    nonfree_baggages: z.int(),
    payment_id: z.string(),
  }),
  z.object({
    tool: z.literal("update_reservation_passengers"),
    reservation_id: z.string(),
    passengers: z.array(passengerSchema),
  }),
  z.object({ tool: z.literal("send_certificate"), user_id: z.string(), amount: z.int() }),
]);
type AirlineArgs = z.infer<typeof airlineArgsSchema>;
export type ArgsOf<Tool extends AirlineArgs["tool"]> = Extract<AirlineArgs, { tool: Tool }>;
