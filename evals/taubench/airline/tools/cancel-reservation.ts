import { instantSchema } from "@purser/contract";
import { days } from "@purser/kit";
import { z } from "zod";
import {
  cabins,
  isCancelled,
  ownershipOf,
  ownershipSchema,
  readContact,
  readFlights,
  readReservation,
} from "./airline-records.ts";
import { isFlown, statusOf } from "./flights.ts";
import { writeAction } from "./system-client.ts";

/** Cancels a whole reservation. */
export default writeAction({
  system: "airline",
  name: "cancel_reservation",
  title: "Cancel a reservation",
  input: z.object({ reservation_id: z.string() }),
  factsSchema: z.object({
    ownership: ownershipSchema,
    isCancelled: z.boolean(),
    isBookedWithinDay: z.boolean(),
    hasCancelledFlight: z.boolean(),
    isPartlyFlown: z.boolean(),
    cabin: z.enum(cabins),
    isInsured: z.boolean(),
    /** She has named a reason of health or weather. */
    namesCoveredReason: z.boolean(),
  }),
  sources: {
    ownership: "airline",
    isCancelled: "airline",
    isBookedWithinDay: "airline",
    hasCancelledFlight: "airline",
    isPartlyFlown: "airline",
    cabin: "airline",
    isInsured: "airline",
    namesCoveredReason: "contact",
  },
  touches: ({ reservation_id }) => ({ type: "reservation", id: reservation_id }),
  readFacts: async (context) => {
    const reservation = await readReservation(context, context.args.reservation_id);
    if (reservation.kind !== "found") return reservation;
    const { user_id, flights, created_at, cabin, insurance } = reservation.value;
    const [known, contact] = await Promise.all([readFlights(context, flights), readContact(context)]);
    if (known.kind !== "found") return known;
    if (contact.kind !== "found") return contact;
    return {
      kind: "read",
      facts: {
        ownership: ownershipOf(context, user_id),
        isCancelled: isCancelled(reservation.value),
        isBookedWithinDay: ageMs(created_at, context.now) <= days(1),
        hasCancelledFlight: flights.some((segment) => statusOf(known.value, segment) === "cancelled"),
        isPartlyFlown: flights.some((segment) => isFlown(known.value, segment)),
        cabin,
        isInsured: insurance === "yes",
        namesCoveredReason: contact.value.namesCoveredReason,
      },
    };
  },
  describe: ({ args }) => `Cancel reservation ${args.reservation_id}?`,
  because: "A cancelled reservation cannot be taken up again.",
});

/** Times of the airline are EST without saying so. */
function ageMs(createdAt: string, now: string): number {
  return Date.parse(instantSchema.parse(now)) - Date.parse(`${createdAt}-05:00`);
}
