import type { JsonObject } from "@purser/contract";
import { defineLookup, type Lookup, type LookupOutcome, type ToolContext } from "@purser/kit";
import { z } from "zod";
import { readRecord } from "./system-client.ts";

const recordSchema = z.record(z.string(), z.json());

async function lookUp(context: ToolContext, path: string): Promise<LookupOutcome<JsonObject>> {
  const read = await readRecord(context, "airline", path, recordSchema);
  return read.kind === "found" ? { kind: "found", result: read.value } : read;
}

function query(values: Readonly<Record<string, string>>): string {
  return new URLSearchParams(values).toString();
}

const routeInput = z.object({ origin: z.string(), destination: z.string(), date: z.string() });

const lookups: readonly Lookup[] = [
  defineLookup({
    name: "get_user_details",
    title: "Look up a profile",
    input: z.object({ user_id: z.string() }),
    output: recordSchema,
    gives: [],
    run: (context) => lookUp(context, `/users/${encodeURIComponent(context.args.user_id)}`),
  }),
  defineLookup({
    name: "get_reservation_details",
    title: "Look up a reservation",
    input: z.object({ reservation_id: z.string() }),
    output: recordSchema,
    gives: [],
    run: (context) => lookUp(context, `/reservations/${encodeURIComponent(context.args.reservation_id)}`),
  }),
  defineLookup({
    name: "list_all_airports",
    title: "List all airports",
    input: z.object({}),
    output: recordSchema,
    gives: [],
    isPersonal: false,
    run: (context) => lookUp(context, "/airports"),
  }),
  defineLookup({
    name: "search_direct_flight",
    title: "Search direct flights",
    input: routeInput,
    output: recordSchema,
    gives: [],
    isPersonal: false,
    run: (context) => lookUp(context, `/connections?${query({ ...context.args, stops: "0" })}`),
  }),
  defineLookup({
    name: "search_onestop_flight",
    title: "Search connections with one stop",
    input: routeInput,
    output: recordSchema,
    gives: [],
    isPersonal: false,
    run: (context) => lookUp(context, `/connections?${query({ ...context.args, stops: "1" })}`),
  }),
  defineLookup({
    name: "get_flight_status",
    title: "Look up the status of a flight",
    input: z.object({ flight_number: z.string(), date: z.string() }),
    output: recordSchema,
    gives: [],
    isPersonal: false,
    run: async (context) => {
      const { flight_number, date } = context.args;
      const schema = z.object({ dates: z.record(z.string(), z.object({ status: z.string() })) });
      const read = await readRecord(context, "airline", `/flights/${encodeURIComponent(flight_number)}`, schema);
      if (read.kind !== "found") return read;
      const day = read.value.dates[date];
      if (day === undefined) return { kind: "refused", code: "PUR-2002", detail: `No ${flight_number} on ${date}.` };
      return { kind: "found", result: { status: day.status } };
    },
  }),
];
export default lookups;
