import { type JsonObject } from "@purser/contract";
import { defineLookup, type Lookup, type LookupOutcome, type ToolContext } from "@purser/kit";
import { z } from "zod";
import { readRecord } from "./system-client.ts";

const recordSchema = z.record(z.string(), z.json());

async function lookUp(context: ToolContext, path: string): Promise<LookupOutcome<JsonObject>> {
  const read = await readRecord(context, "shop", path, recordSchema);
  return read.kind === "found" ? { kind: "found", result: read.value } : read;
}

function query(values: Readonly<Record<string, string>>): string {
  return new URLSearchParams(values).toString();
}

const lookups: readonly Lookup[] = [
  defineLookup({
    name: "find_user_id_by_email",
    title: "Find a customer by e-mail address",
    input: z.object({ email: z.string() }),
    output: recordSchema,
    gives: [],
    isPersonal: false,
    run: (context) => lookUp(context, `/users?${query(context.args)}`),
  }),
  defineLookup({
    name: "find_user_id_by_name_zip",
    title: "Find a customer by name and zip code",
    input: z.object({ first_name: z.string(), last_name: z.string(), zip: z.string() }),
    output: recordSchema,
    gives: [],
    isPersonal: false,
    run: (context) => lookUp(context, `/users?${query(context.args)}`),
  }),
  defineLookup({
    name: "get_user_details",
    title: "Look up a profile",
    input: z.object({ user_id: z.string() }),
    output: recordSchema,
    gives: [],
    run: (context) => lookUp(context, `/users/${encodeURIComponent(context.args.user_id)}`),
  }),
  defineLookup({
    name: "get_order_details",
    title: "Look up an order",
    input: z.object({ order_id: z.string() }),
    output: recordSchema,
    gives: [],
    run: (context) => lookUp(context, `/orders/${encodeURIComponent(context.args.order_id)}`),
  }),
  defineLookup({
    name: "get_product_details",
    title: "Look up a product",
    input: z.object({ product_id: z.string() }),
    output: recordSchema,
    gives: [],
    isPersonal: false,
    run: (context) => lookUp(context, `/products/${encodeURIComponent(context.args.product_id)}`),
  }),
  defineLookup({
    name: "get_item_details",
    title: "Look up an item",
    input: z.object({ item_id: z.string() }),
    output: recordSchema,
    gives: [],
    isPersonal: false,
    run: (context) => lookUp(context, `/items?${query({ ids: context.args.item_id })}`),
  }),
  defineLookup({
    name: "list_all_product_types",
    title: "List all products",
    input: z.object({}),
    output: recordSchema,
    gives: [],
    isPersonal: false,
    run: (context) => lookUp(context, "/products"),
  }),
];
export default lookups;
