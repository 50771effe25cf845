import { type Json, type JsonObject, jsonSchema, unreachable } from "@purser/contract";
import {
  airlineArgsSchema,
  type ArgsOf,
  type Cabin,
  type Flight,
  flightSchema,
  type Reservation,
  reservationSchema,
  type User,
  userSchema,
} from "./airline-records.ts";
import type { Operated, Operate } from "./back-end.ts";
import type { Database, Effect } from "./database.ts";

/** The time of all recorded conversations, as the airline writes it. */
const bookedAt = "2024-05-15T15:00:00";
const insuranceForEach = 30;
const chargedBag = 50;
/** The ids that the recorded back end gave, in their order. */
const newReservationIds = ["HATHAT", "HATHAU", "HATHAV"];
const newCertificateIds = ["certificate_3221322", "certificate_3221323", "certificate_3221324"];

/** What the airline's desk does. It refuses what it cannot do; the policy's limits are not its own. */
export const operateAirline: Operate = (tool, args, database) => {
  const parsed = airlineArgsSchema.safeParse({ tool, ...args });
  if (!parsed.success) return refused(`malformed call: ${parsed.error.message}`);
  const request = parsed.data;
  if (request.tool === "book_reservation" || request.tool === "send_certificate") {
    const record = database.find("users", request.user_id);
    if (record === null) return refused(`user ${request.user_id} not found`);
    const user = userSchema.parse(record);
    return request.tool === "book_reservation" ? book(request, user, database) : giveCertificate(request, user);
  }
  const record = database.find("reservations", request.reservation_id);
  if (record === null) return refused(`reservation ${request.reservation_id} not found`);
  const reservation = reservationSchema.parse(record);
  const user = userSchema.parse(database.find("users", reservation.user_id));
  switch (request.tool) {
    case "cancel_reservation":
      return cancel(reservation);
    case "update_reservation_flights":
      return changeFlights(request, reservation, user, database);
    case "update_reservation_baggages":
      return changeBags(request, reservation, user);
    case "update_reservation_passengers":
      if (request.passengers.length !== reservation.passengers.length) return refused("number of passengers differs");
      return done([reservationEffect(reservation, "passengers", request.passengers)]);
    default:
      return unreachable(request);
  }
};

function book(request: ArgsOf<"book_reservation">, user: User, database: Database): Operated {
  const { cabin, passengers, payment_methods, nonfree_baggages, insurance } = request;
  const seats = takeSeats(request.flights, cabin, passengers.length, database);
  if ("detail" in seats) return seats;
  const fares = seats.segments.reduce((sum, { price }) => sum + price, 0) * passengers.length;
  const price =
    fares + (insurance === "yes" ? insuranceForEach * passengers.length : 0) + chargedBag * nonfree_baggages;
  const paid = payment_methods.reduce((sum, { amount }) => sum + amount, 0);
  const spent: Effect[] = [];
  for (const { payment_id, amount } of payment_methods) {
    const method = user.payment_methods[payment_id];
    if (method === undefined) return refused("payment method not found");
    if (method.amount !== undefined && method.amount < amount) return refused("balance too low");
    spent.push(...spend(user, payment_id, amount));
  }
  if (paid !== price) return refused(`payment does not add up to ${price}`);
  const reservationId = newReservationIds.find((id) => database.find("reservations", id) === null);
  if (reservationId === undefined) return refused("no reservation id is left");
  const { user_id, origin, destination, flight_type, total_baggages } = request;
  const reservation: JsonObject = {
    reservation_id: reservationId,
    user_id,
    origin,
    destination,
    flight_type,
    cabin,
    flights: seats.segments,
    passengers,
    payment_history: payment_methods,
    created_at: bookedAt,
    total_baggages,
    nonfree_baggages,
    insurance,
  };
  return done([
    ...spent,
    { path: ["users", user_id, "reservations"], value: [...user.reservations, reservationId] },
    { path: ["reservations", reservationId], value: reservation },
    ...seats.effects,
  ]);
}

type Segment = { flight_number: string; date: string };
type Seats = { segments: (Segment & { price: number; origin: string; destination: string })[]; effects: Effect[] };

/** The segments with what they cost, and the seats taken. */
function takeSeats(
  flights: readonly Segment[],
  cabin: Cabin,
  passengers: number,
  database: Database,
): Seats | Extract<Operated, { kind: "refused" }> {
  const seats: Seats = { segments: [], effects: [] };
  for (const { flight_number, date } of flights) {
    const flight = findFlight(flight_number, database);
    const day = flight?.dates[date];
    if (flight === null || day === undefined) return refused("no such date");
    const left = day.available_seats?.[cabin] ?? 0;
    if (day.status !== "available") return refused("not available");
    if (left < passengers) return refused("not enough seats");
    const { origin, destination } = flight;
    seats.segments.push({ flight_number, date, price: day.prices?.[cabin] ?? 0, origin, destination });
    const value = left - passengers;
    seats.effects.push({ path: ["flights", flight_number, "dates", date, "available_seats", cabin], value });
  }
  return seats;
}

function cancel(reservation: Reservation): Operated {
  const { payment_history } = reservation;
  const refunds = payment_history.map(({ payment_id, amount }) => ({ payment_id, amount: -amount }));
  return done([
    reservationEffect(reservation, "payment_history", [...payment_history, ...refunds]),
    reservationEffect(reservation, "status", "cancelled"),
  ]);
}

function changeFlights(
  { cabin, flights, payment_id }: ArgsOf<"update_reservation_flights">,
  reservation: Reservation,
  user: User,
  database: Database,
): Operated {
  const segments: Seats["segments"] = [];
  for (const { flight_number, date } of flights) {
    const kept = reservation.flights.find((each) => each.flight_number === flight_number && each.date === date);
    if (kept !== undefined && cabin === reservation.cabin) {
      segments.push(kept);
      continue;
    }
    const seats = takeSeats([{ flight_number, date }], cabin, reservation.passengers.length, database);
    if ("detail" in seats) return seats;
    segments.push(...seats.segments);
  }
  const total = (each: readonly { price: number }[]) => each.reduce((sum, { price }) => sum + price, 0);
  const difference = (total(segments) - total(reservation.flights)) * reservation.passengers.length;
  const paid = payDifference(reservation, user, payment_id, difference);
  if ("detail" in paid) return paid;
  return done([
    ...(cabin === reservation.cabin ? [] : [reservationEffect(reservation, "cabin", cabin)]),
    reservationEffect(reservation, "flights", segments),
    ...paid.effects,
  ]);
}

function changeBags(
  { total_baggages, nonfree_baggages, payment_id }: ArgsOf<"update_reservation_baggages">,
  reservation: Reservation,
  user: User,
): Operated {
  const added = Math.max(0, nonfree_baggages - reservation.nonfree_baggages);
  const paid = payDifference(reservation, user, payment_id, added * chargedBag);
  if ("detail" in paid) return paid;
  return done([
    ...paid.effects,
    reservationEffect(reservation, "total_baggages", total_baggages),
    reservationEffect(reservation, "nonfree_baggages", nonfree_baggages),
  ]);
}

function payDifference(
  reservation: Reservation,
  user: User,
  paymentId: string,
  difference: number,
): { effects: Effect[] } | Extract<Operated, { kind: "refused" }> {
  const method = user.payment_methods[paymentId];
  if (method === undefined) return refused("payment method not found");
  if (method.source === "certificate") return refused("certificates cannot pay for changes");
  if (method.amount !== undefined && method.amount < difference) return refused("balance too low");
  if (difference === 0) return { effects: [] };
  const history = [...reservation.payment_history, { payment_id: paymentId, amount: difference }];
  return {
    effects: [...spend(user, paymentId, difference), reservationEffect(reservation, "payment_history", history)],
  };
}

/** A certificate is used up, whatever is left on it. A negative amount goes back to a gift card. */
function spend({ user_id, payment_methods }: User, paymentId: string, amount: number): Effect[] {
  const method = payment_methods[paymentId];
  const path = ["users", user_id, "payment_methods", paymentId];
  if (method?.source === "certificate") return [{ path, gone: true }];
  return method?.amount === undefined ? [] : [{ path: [...path, "amount"], value: method.amount - amount }];
}

function giveCertificate({ amount }: ArgsOf<"send_certificate">, user: User): Operated {
  const id = newCertificateIds.find((candidate) => !Object.hasOwn(user.payment_methods, candidate));
  if (id === undefined) return refused("no certificate id is left");
  const path = ["users", user.user_id, "payment_methods", id];
  return done([{ path, value: { source: "certificate", amount, id } }]);
}

export function findFlight(flightNumber: string, database: Database): Flight | null {
  const record = database.find("flights", flightNumber);
  return record === null ? null : flightSchema.parse(record);
}

function reservationEffect({ reservation_id }: Reservation, field: string, value: Json): Effect {
  return { path: ["reservations", reservation_id, field], value: jsonSchema.parse(value) };
}

function done(effects: readonly Effect[]): Operated {
  return { kind: "done", effects };
}

function refused(detail: string): Extract<Operated, { kind: "refused" }> {
  return { kind: "refused", detail };
}
