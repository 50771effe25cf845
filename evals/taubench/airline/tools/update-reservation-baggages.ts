import { z } from "zod";
import { isCancelled, ownershipOf, ownershipSchema, readProfile, readReservation } from "./airline-records.ts";
import { chargeableBags } from "./bags.ts";
import { methodFacts, methodFactsSchema } from "./method.ts";
import { writeAction } from "./system-client.ts";

const chargedBag = 50;

/** Sets the number of bags of a reservation. */
export default writeAction({
  system: "airline",
  name: "update_reservation_baggages",
  title: "Change the bags",
  input: z.object({
    reservation_id: z.string(),
    total_baggages: z.int(),
    nonfree_baggages: z.int(),
    payment_id: z.string(),
  }),
  factsSchema: z.object({
    ownership: ownershipSchema,
    isCancelled: z.boolean(),
    /** As it is before the change. */
    bags: z.int(),
    chargedBags: z.int(),
    /** How many of the wanted bags are beyond the free ones. */
    chargeableBags: z.int(),
    method: methodFactsSchema,
  }),
  sources: {
    ownership: "airline",
    isCancelled: "airline",
    bags: "airline",
    chargedBags: "airline",
    chargeableBags: "airline",
    method: "airline",
  },
  touches: ({ reservation_id }) => ({ type: "reservation", id: reservation_id }),
  readFacts: async (context) => {
    const { reservation_id, total_baggages, nonfree_baggages, payment_id } = context.args;
    const reservation = await readReservation(context, reservation_id);
    if (reservation.kind !== "found") return reservation;
    const { user_id, cabin, passengers, total_baggages: bags, nonfree_baggages: chargedBags } = reservation.value;
    const profile = await readProfile(context, user_id);
    if (profile.kind !== "found") return profile;
    const { membership } = profile.value;
    return {
      kind: "read",
      facts: {
        ownership: ownershipOf(context, user_id),
        isCancelled: isCancelled(reservation.value),
        bags,
        chargedBags,
        chargeableBags: chargeableBags(total_baggages, { membership, cabin, passengers: passengers.length }),
        method: methodFacts(profile.value, payment_id, Math.max(0, nonfree_baggages - chargedBags) * chargedBag),
      },
    };
  },
  describe: ({ args }) =>
    `Set the bags of reservation ${args.reservation_id} to ${args.total_baggages}, ${args.nonfree_baggages} of them charged, with ${args.payment_id}?`,
  because: "Bags can be added, not removed.",
});
