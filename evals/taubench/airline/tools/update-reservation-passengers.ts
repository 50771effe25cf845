import { z } from "zod";
import { isCancelled, ownershipOf, ownershipSchema, passengerInput, readReservation } from "./airline-records.ts";
import { writeAction } from "./system-client.ts";

/** Replaces the passengers of a reservation. */
export default writeAction({
  system: "airline",
  name: "update_reservation_passengers",
  title: "Change the passengers",
  input: z.object({ reservation_id: z.string(), passengers: z.array(passengerInput) }),
  factsSchema: z.object({ ownership: ownershipSchema, isCancelled: z.boolean(), isSameNumber: z.boolean() }),
  sources: { ownership: "airline", isCancelled: "airline", isSameNumber: "airline" },
  touches: ({ reservation_id }) => ({ type: "reservation", id: reservation_id }),
  readFacts: async (context) => {
    const reservation = await readReservation(context, context.args.reservation_id);
    if (reservation.kind !== "found") return reservation;
    const { user_id, passengers } = reservation.value;
    return {
      kind: "read",
      facts: {
        ownership: ownershipOf(context, user_id),
        isCancelled: isCancelled(reservation.value),
        isSameNumber: passengers.length === context.args.passengers.length,
      },
    };
  },
  describe: ({ args }) => {
    const names = args.passengers.map(({ first_name, last_name, dob }) => `${first_name} ${last_name}, born ${dob}`);
    return `Set the passengers of reservation ${args.reservation_id} to ${names.join("; ")}?`;
  },
  because: "The former passengers are not kept; they can be set again as any others.",
});
