import { z } from "zod";
import {
  cabins,
  isCancelled,
  ownershipOf,
  ownershipSchema,
  readFlights,
  readProfile,
  readReservation,
  segmentInput,
} from "./airline-records.ts";
import { isBookable, isFlown, areSameSegments, isSameSegment, isTrip, priceOf } from "./flights.ts";
import { methodFacts, methodFactsSchema } from "./method.ts";
import { writeAction } from "./system-client.ts";

/** Changes segments or the cabin of a reservation; the difference is charged or refunded. */
export default writeAction({
  system: "airline",
  name: "update_reservation_flights",
  title: "Change flights or cabin",
  input: z.object({
    reservation_id: z.string(),
    cabin: z.enum(cabins),
    flights: z.array(segmentInput),
    payment_id: z.string(),
  }),
  factsSchema: z.object({
    ownership: ownershipSchema,
    isCancelled: z.boolean(),
    cabin: z.enum(cabins),
    areFlightsChanged: z.boolean(),
    isPartlyFlown: z.boolean(),
    /** The new segments make the same trip. */
    isSameTrip: z.boolean(),
    /** Whatever is not kept as it is can be booked. */
    areBookable: z.boolean(),
    method: methodFactsSchema,
  }),
  sources: {
    ownership: "airline",
    isCancelled: "airline",
    cabin: "airline",
    areFlightsChanged: "airline",
    isPartlyFlown: "airline",
    isSameTrip: "airline",
    areBookable: "airline",
    method: "airline",
  },
  touches: ({ reservation_id }) => ({ type: "reservation", id: reservation_id }),
  readFacts: async (context) => {
    const { reservation_id, cabin, flights, payment_id } = context.args;
    const reservation = await readReservation(context, reservation_id);
    if (reservation.kind !== "found") return reservation;
    const { user_id, flights: former, cabin: formerCabin, passengers } = reservation.value;
    const [profile, known] = await Promise.all([
      readProfile(context, user_id),
      readFlights(context, [...former, ...flights]),
    ]);
    if (profile.kind !== "found") return profile;
    if (known.kind !== "found") return known;
    const kept = (segment: (typeof flights)[number]) => former.find((each) => isSameSegment(each, segment));
    const isAsItWas = (segment: (typeof flights)[number]) => cabin === formerCabin && kept(segment) !== undefined;
    const before = former.reduce((sum, { price }) => sum + price, 0);
    const after = flights.reduce(
      (sum, segment) => sum + (isAsItWas(segment) ? (kept(segment)?.price ?? 0) : priceOf(known.value, segment, cabin)),
      0,
    );
    return {
      kind: "read",
      facts: {
        ownership: ownershipOf(context, user_id),
        isCancelled: isCancelled(reservation.value),
        cabin: formerCabin,
        areFlightsChanged: !areSameSegments(former, flights),
        isPartlyFlown: former.some((segment) => isFlown(known.value, segment)),
        isSameTrip: isTrip(known.value, flights, reservation.value),
        areBookable: flights.every(
          (segment) => isAsItWas(segment) || isBookable(known.value, segment, cabin, passengers.length),
        ),
        method: methodFacts(profile.value, payment_id, (after - before) * passengers.length),
      },
    };
  },
  describe: ({ args }) => {
    const segments = args.flights.map(({ flight_number, date }) => `${flight_number} on ${date}`).join(", ");
    return `Change reservation ${args.reservation_id} to ${segments} in ${args.cabin}, paid or refunded with ${args.payment_id}?`;
  },
  because: "The former seats may be gone.",
});
