import { z } from "zod";
import {
  cabins,
  ownershipOf,
  ownershipSchema,
  passengerInput,
  type Profile,
  readFlights,
  readProfile,
  segmentInput,
} from "./airline-records.ts";
import { chargeableBags } from "./bags.ts";
import { isBookable, priceOf } from "./flights.ts";
import { writeAction } from "./system-client.ts";

const insuranceForEach = 30;
const chargedBag = 50;

const input = z.object({
  user_id: z.string(),
  origin: z.string(),
  destination: z.string(),
  flight_type: z.enum(["one_way", "round_trip"]),
  cabin: z.enum(cabins),
  flights: z.array(segmentInput),
  passengers: z.array(passengerInput),
  payment_methods: z.array(z.object({ payment_id: z.string(), amount: z.number() })),
  total_baggages: z.int(),
  nonfree_baggages: z.int(),
  insurance: z.enum(["yes", "no"]),
});
type Booking = z.infer<typeof input>;

const factsSchema = z.object({
  ownership: ownershipSchema,
  passengers: z.int(),
  certificates: z.int(),
  creditCards: z.int(),
  giftCards: z.int(),
  areInProfile: z.boolean(),
  /** Gift cards and certificates have what they are to pay. */
  areEnough: z.boolean(),
  isPaidExactly: z.boolean(),
  areBookable: z.boolean(),
  chargeableBags: z.int(),
});

/** Books a trip and charges the given payment methods. */
export default writeAction({
  system: "airline",
  name: "book_reservation",
  title: "Book a trip",
  input,
  factsSchema,
  sources: {
    ownership: "airline",
    passengers: "airline",
    certificates: "airline",
    creditCards: "airline",
    giftCards: "airline",
    areInProfile: "airline",
    areEnough: "airline",
    isPaidExactly: "airline",
    areBookable: "airline",
    chargeableBags: "airline",
  },
  touches: ({ user_id }) => ({ type: "user", id: user_id }),
  readFacts: async (context) => {
    const { args } = context;
    const [profile, flights] = await Promise.all([
      readProfile(context, args.user_id),
      readFlights(context, args.flights),
    ]);
    if (profile.kind !== "found") return profile;
    if (flights.kind !== "found") return flights;
    const passengers = args.passengers.length;
    const fares = args.flights.reduce((sum, flight) => sum + priceOf(flights.value, flight, args.cabin), 0);
    const insurance = args.insurance === "yes" ? insuranceForEach : 0;
    const price = (fares + insurance) * passengers + chargedBag * args.nonfree_baggages;
    const paid = args.payment_methods.reduce((sum, { amount }) => sum + amount, 0);
    const { membership } = profile.value;
    return {
      kind: "read",
      facts: {
        ownership: ownershipOf(context, args.user_id),
        passengers,
        ...paymentFacts(args, profile.value),
        isPaidExactly: Math.round(paid * 100) === Math.round(price * 100),
        areBookable: args.flights.every((flight) => isBookable(flights.value, flight, args.cabin, passengers)),
        chargeableBags: chargeableBags(args.total_baggages, { membership, cabin: args.cabin, passengers }),
      },
    };
  },
  describe: ({ args }) => {
    const segments = args.flights.map(({ flight_number, date }) => `${flight_number} on ${date}`).join(", ");
    const names = args.passengers.map(({ first_name, last_name }) => `${first_name} ${last_name}`).join(", ");
    const paid = args.payment_methods
      .map(({ payment_id, amount }) => `${amount} dollars with ${payment_id}`)
      .join(", ");
    return `Book ${segments} in ${args.cabin} for ${names}, ${args.total_baggages} bags, insurance ${args.insurance}, ${paid}?`;
  },
  because: "A booking is cancelled by its own rules.",
});

function paymentFacts({ payment_methods }: Booking, profile: Profile) {
  const used = payment_methods.map(({ payment_id, amount }) => ({
    amount,
    method: profile.payment_methods[payment_id],
  }));
  // A method that is named twice has to have both.
  const paidWith = (wanted: unknown): number =>
    used.reduce((sum, { method, amount }) => (method === wanted ? sum + amount : sum), 0);
  const count = (source: string): number => used.filter(({ method }) => method?.source === source).length;
  return {
    certificates: count("certificate"),
    creditCards: count("credit_card"),
    giftCards: count("gift_card"),
    areInProfile: used.every(({ method }) => method !== undefined),
    areEnough: used.every(({ method }) => method?.amount === undefined || method.amount >= paidWith(method)),
  };
}
