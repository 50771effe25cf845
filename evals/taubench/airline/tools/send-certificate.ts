import type { ToolContext } from "@purser/kit";
import { z } from "zod";
import {
  type Flight,
  type History,
  ownershipOf,
  ownershipSchema,
  type Profile,
  readContact,
  readFlights,
  readHistory,
  readProfile,
  readReservation,
  type Reservation,
} from "./airline-records.ts";
import { statusOf } from "./flights.ts";
import { type Reading, writeAction } from "./system-client.ts";

const forCancelledFlight = 100;
const forDelayedFlight = 50;

/** Gives a travel certificate as compensation. */
export default writeAction({
  system: "airline",
  name: "send_certificate",
  title: "Send a travel certificate",
  input: z.object({ user_id: z.string(), amount: z.int() }),
  factsSchema: z.object({
    ownership: ownershipSchema,
    asksForCompensation: z.boolean(),
    /** Silver or gold, or insured or in business on one of her reservations. */
    isEligible: z.boolean(),
    /** The amount is that of a cancelled, or of a delayed flight, for the passengers of one of her reservations. */
    isAmountForCancelled: z.boolean(),
    isAmountForDelayed: z.boolean(),
    /** A flight of such a reservation, for which she is eligible, really is cancelled, or delayed. */
    isFlightCancelled: z.boolean(),
    isFlightDelayed: z.boolean(),
    /** Such a reservation with a delayed flight was changed or cancelled in this conversation. */
    isChangedAfterDelay: z.boolean(),
  }),
  sources: {
    ownership: "airline",
    asksForCompensation: "contact",
    isEligible: "airline",
    isAmountForCancelled: "airline",
    isAmountForDelayed: "airline",
    isFlightCancelled: "airline",
    isFlightDelayed: "airline",
    isChangedAfterDelay: "airline",
  },
  touches: ({ user_id }) => ({ type: "user", id: user_id }),
  readFacts: async (context) => {
    const { user_id, amount } = context.args;
    const profile = await readProfile(context, user_id);
    if (profile.kind !== "found") return profile;
    const trips = await readTrips(context, profile.value);
    if (trips.kind !== "found") return trips;
    const contact = await readContact(context);
    if (contact.kind !== "found") return contact;
    const forCancelled = trips.value.filter(({ passengers }) => amount === forCancelledFlight * passengers);
    const forDelayed = trips.value.filter(({ passengers }) => amount === forDelayedFlight * passengers);
    const delayed = forDelayed.filter((trip) => trip.isEligible && trip.isDelayed);
    return {
      kind: "read",
      facts: {
        ownership: ownershipOf(context, user_id),
        asksForCompensation: contact.value.asksForCompensation,
        isEligible: trips.value.some(({ isEligible }) => isEligible),
        isAmountForCancelled: forCancelled.length > 0,
        isAmountForDelayed: forDelayed.length > 0,
        isFlightCancelled: forCancelled.some((trip) => trip.isEligible && trip.isCancelled),
        isFlightDelayed: delayed.length > 0,
        isChangedAfterDelay: delayed.some(({ isChanged }) => isChanged),
      },
    };
  },
  describe: ({ args }) => `Send ${args.user_id} a travel certificate of ${args.amount} dollars?`,
  because: "A certificate that was sent can be spent at once.",
});

type Trip = {
  passengers: number;
  isEligible: boolean;
  isCancelled: boolean;
  isDelayed: boolean;
  isChanged: boolean;
};

/** Her reservations as far as they decide on a compensation. */
async function readTrips(context: ToolContext, profile: Profile): Promise<Reading<readonly Trip[]>> {
  const trips: Trip[] = [];
  for (const id of profile.reservations) {
    const [reservation, history] = await Promise.all([readReservation(context, id), readHistory(context, id)]);
    if (reservation.kind !== "found") return reservation;
    if (history.kind !== "found") return history;
    const flights = await readFlights(context, history.value.flights);
    if (flights.kind !== "found") return flights;
    trips.push(tripOf(profile, reservation.value, history.value, flights.value));
  }
  return { kind: "found", value: trips };
}

function tripOf(
  { membership }: Profile,
  { passengers, insurance, cabin }: Reservation,
  history: History,
  flights: ReadonlyMap<string, Flight>,
): Trip {
  const statuses = history.flights.map((segment) => statusOf(flights, segment));
  return {
    passengers: passengers.length,
    isEligible: membership !== "regular" || insurance === "yes" || cabin === "business",
    isCancelled: statuses.includes("cancelled"),
    isDelayed: statuses.includes("delayed"),
    isChanged: history.isChanged,
  };
}
