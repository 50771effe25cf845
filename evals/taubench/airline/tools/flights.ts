import type { Cabin, Flight, Segment } from "./airline-records.ts";

type Flights = ReadonlyMap<string, Flight>;

export function statusOf(flights: Flights, { flight_number, date }: Segment): string {
  return flights.get(flight_number)?.dates[date]?.status ?? "unknown";
}

/** Landed, or in the air. */
export function isFlown(flights: Flights, segment: Segment): boolean {
  const status = statusOf(flights, segment);
  return status === "landed" || status === "flying";
}

export function isSameSegment(one: Segment, other: Segment): boolean {
  return one.flight_number === other.flight_number && one.date === other.date;
}

/** True when both hold the same segments, each as often, in whatever order. */
export function areSameSegments(some: readonly Segment[], others: readonly Segment[]): boolean {
  const times = (segments: readonly Segment[], wanted: Segment): number =>
    segments.filter((segment) => isSameSegment(segment, wanted)).length;
  return [...some, ...others].every((segment) => times(some, segment) === times(others, segment));
}

/** True when it can be booked on the day in the cabin for so many. */
export function isBookable(flights: Flights, segment: Segment, cabin: Cabin, passengers: number): boolean {
  const day = flights.get(segment.flight_number)?.dates[segment.date];
  return day?.status === "available" && (day.available_seats?.[cabin] ?? 0) >= passengers;
}

/** What a seat costs on the day; 0 where it cannot be booked. */
export function priceOf(flights: Flights, { flight_number, date }: Segment, cabin: Cabin): number {
  return flights.get(flight_number)?.dates[date]?.prices?.[cabin] ?? 0;
}

export type Trip = { origin: string; destination: string; flight_type: "one_way" | "round_trip" };

/** True when the segments, each beginning where the one before ends, make this trip, there and for a round trip back. */
export function isTrip(flights: Flights, segments: readonly Segment[], trip: Trip): boolean {
  let place = trip.origin;
  let wasThere = false;
  for (const { flight_number } of segments) {
    const flight = flights.get(flight_number);
    if (flight === undefined || flight.origin !== place) return false;
    place = flight.destination;
    wasThere ||= place === trip.destination;
  }
  return wasThere && place === (trip.flight_type === "round_trip" ? trip.origin : trip.destination);
}
