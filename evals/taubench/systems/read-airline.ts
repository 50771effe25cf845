import { type Json, jsonSchema } from "@purser/contract";
import { findFlight } from "./airline-desk.ts";
import { type Flight, flightSchema, reservationSchema } from "./airline-records.ts";
import type { Read } from "./back-end.ts";
import type { Database } from "./database.ts";

/** What the airline tells: users, reservations with their history, flights, connections, airports. */
export const readAirline: Read = ([collection = "", id, part], query, database) => {
  if (collection === "reservations" && id !== undefined && part === "history") return historyOf(id, database);
  if (collection === "connections") return connections(query, database);
  if (collection === "airports") return airports(database);
  if (collection === "flights" && id === undefined) return flightsOf(query, database);
  return database.find(collection, id ?? "");
};

/** Every segment that the reservation has had, and whether it was changed since the conversation began. */
function historyOf(id: string, database: Database): Json {
  const record = database.find("reservations", id);
  if (record === null) return null;
  const published = database.findPublished("reservations", id);
  const former = published === null || published === record ? [] : reservationSchema.parse(published).flights;
  return {
    flights: [...former, ...reservationSchema.parse(record).flights],
    isChanged: published !== null && published !== record,
  };
}

/** By their numbers. One that does not exist is left out. */
function flightsOf(query: URLSearchParams, database: Database): Json {
  const numbers = query.get("numbers")?.split(",") ?? [];
  return jsonSchema.parse({ flights: numbers.flatMap((number) => findFlight(number, database) ?? []) });
}

/** What can be booked on a day from one airport to another, with as many stops as asked for: none or one. */
function connections(query: URLSearchParams, database: Database): Json {
  const [origin = "", destination = "", date = ""] = ["origin", "destination", "date"].map(
    (name) => query.get(name) ?? "",
  );
  const bookable = database
    .all("flights")
    .map((record) => flightSchema.parse(record))
    .filter(({ dates }) => dates[date]?.status === "available");
  const leaving = bookable.filter((flight) => flight.origin === origin);
  const found =
    query.get("stops") === "1"
      ? leaving.flatMap((first) =>
          bookable.filter((second) => isConnection(first, second, destination)).map((second) => [first, second]),
        )
      : leaving.filter((flight) => flight.destination === destination).map((flight) => [flight]);
  return { connections: found.map((flights) => ({ flights: flights.map((flight) => offerOf(flight, date)) })) };
}

function isConnection(first: Flight, second: Flight, destination: string): boolean {
  return (
    second.origin === first.destination &&
    second.destination === destination &&
    second.scheduled_departure_time_est >= first.scheduled_arrival_time_est
  );
}

function offerOf({ dates, ...flight }: Flight, date: string): Json {
  return jsonSchema.parse({ ...flight, date, ...dates[date] });
}

function airports(database: Database): Json {
  const all = database.all("flights").map((record) => flightSchema.parse(record).origin);
  return { airports: [...new Set(all)].toSorted() };
}
