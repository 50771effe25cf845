import { z } from "zod";
import { putRecord } from "../customer-records.ts";
import {
  customerRead,
  noBodySchema,
  notFound,
  nothingSchema,
  openRead,
  refuse,
  write,
  type Route,
  type Surroundings,
  type WriteOutcome,
} from "../route.ts";
import {
  customerRefSchema,
  mailAddressSchema,
  membershipSchema,
  preferencesSchema,
  topicSchema,
  type CrmState,
  type Customer,
} from "./data.ts";
import { customerOf } from "./customer-of.ts";
import { refusedByVersion } from "../precondition.ts";
import { operationsRoutes } from "./operations-routes.ts";
import { passwordRoutes } from "./password-routes.ts";

const customerPathSchema = z.strictObject({ customerRef: customerRefSchema });
const notePathSchema = z.strictObject({ customerRef: customerRefSchema, noteId: z.string() });

const mostFound = 50;

/** As searches of such systems are: loose, and without an order. Each word counts by how it begins. */
const searchCustomers = openRead({
  path: "/customers/search",
  pathValues: nothingSchema,
  query: z.strictObject({ name: z.string().min(2).max(200) }),
  find({ query }, { state }: Surroundings<CrmState>) {
    const wanted = new Set(beginnings(query.name));
    const found = Object.values(state.customers).filter(({ name }) => beginnings(name).some((it) => wanted.has(it)));
    const customers = found.slice(0, mostFound).map(({ customerRef, name }) => ({ customerRef, name }));
    return { kind: "found", body: { customers } };
  },
});

function beginnings(name: string): readonly string[] {
  const plain = name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^\p{L}]+/u).flatMap((word) => (word === "" ? [] : [word.slice(0, 1)]));
}

function isReachedBy(customer: Customer, query: { email?: string; phone?: string }): boolean {
  const isMailMatch = query.email === undefined || customer.email === query.email;
  return isMailMatch && (query.phone === undefined || customer.phone === query.phone);
}

const findCustomers = openRead({
  path: "/customers",
  pathValues: nothingSchema,
  query: z.strictObject({ email: mailAddressSchema.exactOptional(), phone: z.string().exactOptional() }),
  find({ query }, { state }: Surroundings<CrmState>) {
    if (query.email === undefined && query.phone === undefined)
      return refuse(400, "malformed", "Give email or phone: the customers are not listed.");
    const customers = Object.values(state.customers).filter((customer) => isReachedBy(customer, query));
    return { kind: "found", body: { customers } };
  },
});

const readCustomer = customerRead({
  path: "/customers/:customerRef",
  pathValues: customerPathSchema,
  query: nothingSchema,
  find({ pathValues, customerRef }, { state }: Surroundings<CrmState>) {
    const customer = customerOf(state, pathValues.customerRef, customerRef);
    return customer === null ? notFound("customer") : { kind: "found", body: { customer } };
  },
});

const changeEmail = write({
  method: "PUT",
  path: "/customers/:customerRef/email",
  operation: "email",
  pathValues: customerPathSchema,
  body: z.strictObject({ email: mailAddressSchema }),
  object: ({ pathValues }) => pathValues.customerRef,
  perform({ pathValues, body, customerRef }, { state, now }: Surroundings<CrmState>) {
    const customer = customerOf(state, pathValues.customerRef, customerRef);
    if (customer === null) return notFound("customer");
    const isTaken = Object.values(state.customers).some((it) => it !== customer && isReachedBy(it, body));
    if (isTaken) return refuse(409, "email-taken", "Another customer has this e-mail address.");
    const registeredAt = new Date(now).toISOString();
    const others = customer.contacts.filter((contact) => contact.kind !== "email");
    const contacts = [{ kind: "email" as const, value: body.email, registeredAt }, ...others];
    return changed(state, { ...customer, email: body.email, contacts });
  },
});

const changePreferences = write({
  method: "PUT",
  path: "/customers/:customerRef/preferences",
  operation: "preferences",
  pathValues: customerPathSchema,
  body: preferencesSchema,
  object: ({ pathValues }) => pathValues.customerRef,
  perform({ pathValues, body, customerRef }, { state }: Surroundings<CrmState>) {
    const customer = customerOf(state, pathValues.customerRef, customerRef);
    return customer === null ? notFound("customer") : changed(state, { ...customer, preferences: body });
  },
});

/** The membership's version is the precondition: the membership itself would be, after an undo, what it was before. */
const changeMembership = write({
  method: "POST",
  path: "/customers/:customerRef/membership",
  operation: "membership",
  pathValues: customerPathSchema,
  body: z.strictObject({ membership: membershipSchema }),
  object: ({ pathValues }) => pathValues.customerRef,
  perform({ pathValues, body, caller, customerRef }, { state, past }: Surroundings<CrmState>) {
    const customer = customerOf(state, pathValues.customerRef, customerRef);
    if (customer === null) return notFound("customer");
    const { membershipVersion: version } = customer;
    const stale = refusedByVersion(caller, { id: "the membership", version }, past);
    return stale ?? changed(state, { ...customer, membership: body.membership, membershipVersion: version + 1 });
  },
});

/** Closes the account for good: there is no way to open it again. */
const closeAccount = write({
  method: "POST",
  path: "/customers/:customerRef/close",
  operation: "close-account",
  pathValues: customerPathSchema,
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.customerRef,
  perform({ pathValues, customerRef }, { state, now }: Surroundings<CrmState>) {
    const customer = customerOf(state, pathValues.customerRef, customerRef);
    if (customer === null) return notFound("customer");
    if (customer.closedAt !== undefined) return refuse(412, "closed-already", "The account is closed already.");
    return changed(state, { ...customer, closedAt: new Date(now).toISOString() });
  },
});

const addNote = write({
  method: "POST",
  path: "/customers/:customerRef/notes",
  operation: "note",
  pathValues: customerPathSchema,
  body: z.strictObject({ text: z.string().min(1).max(5000), topic: topicSchema.exactOptional() }),
  object: ({ pathValues }) => pathValues.customerRef,
  perform({ pathValues, body, customerRef }, { state, now }: Surroundings<CrmState>) {
    const customer = customerOf(state, pathValues.customerRef, customerRef);
    if (customer === null) return notFound("customer");
    state.notesMade += 1;
    const noteId = `NT-${10_000 + state.notesMade}`;
    const note = { noteId, ...body, createdAt: new Date(now).toISOString() };
    putRecord(state.customers, customerRef, { ...customer, notes: [...customer.notes, note] });
    return { kind: "effect", status: 201, body: { note }, object: customerRef, result: noteId };
  },
});

const removeNote = write({
  method: "DELETE",
  path: "/customers/:customerRef/notes/:noteId",
  operation: "note-remove",
  pathValues: notePathSchema,
  body: noBodySchema,
  object: ({ pathValues }) => pathValues.customerRef,
  perform({ pathValues, customerRef }, { state, past }: Surroundings<CrmState>) {
    const customer = customerOf(state, pathValues.customerRef, customerRef);
    const note = customer?.notes.find((it) => it.noteId === pathValues.noteId);
    if (customer === null || note === undefined) return notFound("note");
    const notes = customer.notes.filter((it) => it !== note);
    const made = past.effects.find((entry) => entry.operation === "note" && entry.result === note.noteId);
    putRecord(state.customers, customerRef, { ...customer, notes });
    return {
      kind: "reversal",
      status: 200,
      body: { note },
      object: customerRef,
      result: note.noteId,
      reverses: made?.key ?? null,
    };
  },
});

function changed(state: CrmState, customer: Customer): WriteOutcome {
  putRecord(state.customers, customer.customerRef, customer);
  return { kind: "effect", status: 200, body: { customer }, object: customer.customerRef, result: null };
}

export const crmRoutes: readonly Route<CrmState>[] = [
  findCustomers,
  searchCustomers,
  readCustomer,
  changeEmail,
  changePreferences,
  changeMembership,
  closeAccount,
  addNote,
  removeNote,
  ...operationsRoutes,
  ...passwordRoutes,
];
