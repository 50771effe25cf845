import type { Json, JsonObject } from "@purser/contract";
import { z } from "zod";
import type { Ledger } from "./ledger.ts";

/** Who asks, from the headers. `customerRef` is null only where a route asks for none. */
export type Caller = {
  customerRef: string | null;
  key: string | null;
  attempt: number | null;
  caseId: string | null;
  ifVersion: number | null;
  /** The key of the effect that this write takes back, when it is an undo. */
  reverses: string | null;
};

export type Refusal = { kind: "refused"; status: number; code: string; message: string };
export type ReadOutcome = { kind: "found"; body: Json } | Refusal;
export type WriteOutcome =
  | { kind: "effect"; status: number; body: Json; object: string; result: string | null }
  | { kind: "reversal"; status: number; body: Json; object: string; result: string | null; reverses: string | null }
  | { kind: "noop"; status: number; body: Json; object: string; code: string | null }
  | Refusal;

export type Surroundings<State> = {
  state: State;
  now: number;
  past: Ledger;
  /** True when the fault `refused-later` befell this request. */
  isRefusedLater: boolean;
  /** What a fault answers in place of the true answer, after the effect. */
  answerInstead: { status: number; body: Json } | null;
};

/** A request whose route is known; nothing in it is believed yet. */
export type RawRequest = {
  path: string;
  pathValues: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: Json | undefined;
  caller: Caller;
};

export type Performed = { object: string; args: Json; outcome: WriteOutcome };
export type Route<State> =
  | { kind: "read"; method: "GET"; path: string; run(raw: RawRequest, around: Surroundings<State>): ReadOutcome }
  | {
      kind: "write";
      method: WriteMethod;
      path: string;
      operation: string;
      run(raw: RawRequest, around: Surroundings<State>): Performed;
    };
export type WriteMethod = "POST" | "PUT" | "PATCH" | "DELETE";

export function refuse(status: number, code: string, message: string): Refusal {
  return { kind: "refused", status, code, message };
}

/** The same answer for a foreign record and an absent one. */
export function notFound(what: string): Refusal {
  return refuse(404, "not-found", `There is no such ${what}.`);
}

/** A body without any field, for routes whose path says it all. */
export const noBodySchema = z.strictObject({}).default({});

/** For a path without variable parts, and for a route that takes no query. */
export const nothingSchema = z.strictObject({});

type Asked<Values, Query> = { pathValues: Values; query: Query; caller: Caller };

/** A look-up that belongs to nobody, such as stock. */
export function openRead<State, Values, Query>(definition: {
  path: string;
  pathValues: z.core.$ZodType<Values>;
  query: z.core.$ZodType<Query>;
  find: (asked: Asked<Values, Query>, around: Surroundings<State>) => ReadOutcome;
}): Route<State> {
  return {
    kind: "read",
    method: "GET",
    path: definition.path,
    run(raw, around) {
      const pathValues = parseWith(definition.pathValues, raw.pathValues);
      if (pathValues.kind === "refused") return pathValues;
      const query = parseWith(definition.query, raw.query);
      if (query.kind === "refused") return query;
      return definition.find({ pathValues: pathValues.value, query: query.value, caller: raw.caller }, around);
    },
  };
}

/** A look-up of one customer's records: without the header `Purser-Customer` it is refused. */
export function customerRead<State, Values, Query>(definition: {
  path: string;
  pathValues: z.core.$ZodType<Values>;
  query: z.core.$ZodType<Query>;
  find: (asked: Asked<Values, Query> & { customerRef: string }, around: Surroundings<State>) => ReadOutcome;
}): Route<State> {
  return openRead({
    ...definition,
    find(asked, around) {
      const { customerRef } = asked.caller;
      return customerRef === null ? customerMissing() : definition.find({ ...asked, customerRef }, around);
    },
  });
}

export type WriteRequest<Values, Body> = {
  pathValues: Values;
  body: Body;
  caller: Caller;
  customerRef: string;
  path: string;
  /** As it came, before defaults were filled in. */
  rawBody: Json | undefined;
};

/** A change of one customer's records. `object` names what it would touch, for the ledger. */
export function write<State, Values extends JsonObject, Body extends JsonObject>(definition: {
  method: WriteMethod;
  path: string;
  operation: string;
  pathValues: z.core.$ZodType<Values>;
  body: z.core.$ZodType<Body>;
  object: (asked: { pathValues: Values; body: Body }) => string;
  perform: (asked: WriteRequest<Values, Body>, around: Surroundings<State>) => WriteOutcome;
}): Route<State> {
  return {
    kind: "write",
    method: definition.method,
    path: definition.path,
    operation: definition.operation,
    run(raw, around) {
      const pathValues = parseWith(definition.pathValues, raw.pathValues);
      if (pathValues.kind === "refused") return { object: raw.path, args: raw.body ?? null, outcome: pathValues };
      const body = parseWith(definition.body, raw.body);
      if (body.kind === "refused") return { object: raw.path, args: raw.body ?? null, outcome: body };
      const asked = { pathValues: pathValues.value, body: body.value };
      const { caller, path, body: rawBody } = raw;
      const { customerRef } = caller;
      const outcome =
        customerRef === null
          ? customerMissing()
          : definition.perform({ ...asked, caller, customerRef, path, rawBody }, around);
      const object = outcome.kind === "refused" ? definition.object(asked) : outcome.object;
      return { object, args: { ...asked.pathValues, ...asked.body }, outcome };
    },
  };
}

function customerMissing(): Refusal {
  return refuse(400, "customer-missing", "The header Purser-Customer is missing.");
}

function parseWith<Value>(schema: z.core.$ZodType<Value>, input: unknown): { kind: "parsed"; value: Value } | Refusal {
  const parsed = z.safeParse(schema, input);
  if (!parsed.success) return refuse(400, "malformed", z.prettifyError(parsed.error));
  return { kind: "parsed", value: parsed.data };
}
