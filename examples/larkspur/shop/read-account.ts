import { z } from "zod";
import { instantSchema } from "@purser/contract";
import { systemNames, type SystemName } from "../systems/system-of-record.ts";
import { appointmentSchema } from "../tools/appointment-record.ts";
import { chargeSchema, refundSchema } from "../tools/charge-record.ts";
import { exchangeSchema } from "../tools/exchange-record.ts";
import { labelSchema } from "../tools/label-record.ts";
import { orderSchema } from "../tools/order-record.ts";
import { returnSchema } from "../tools/return-record.ts";
import { subscriptionSchema } from "../tools/subscription-record.ts";

/** Where the shop's systems of record answer. */
export type SystemUrls = Readonly<Record<SystemName, string>>;

/** What one system says; `away` when it gives no answer that can be read. */
export type Part<Value> = { kind: "read"; value: Value } | { kind: "away" };

const shown = {
  customer: z.object({ name: z.string(), email: z.string() }),
  order: orderSchema,
  exchange: exchangeSchema.extend({ fromSize: z.string(), toSku: z.string() }),
  return: returnSchema,
  label: labelSchema,
  charge: chargeSchema,
  refund: refundSchema.extend({ orderId: z.string(), currency: z.string(), voidFeeMinor: z.int() }),
  credit: z.object({
    creditId: z.string(),
    orderId: z.string(),
    amountMinor: z.int(),
    currency: z.string(),
    status: z.string(),
    createdAt: instantSchema,
  }),
  subscription: subscriptionSchema,
  appointment: appointmentSchema,
  mail: z.object({
    messageId: z.string(),
    subject: z.string(),
    text: z.string(),
    attachments: z.array(z.object({ name: z.string(), url: z.url() })),
    acceptedAt: instantSchema,
  }),
  product: z.object({
    sku: z.string(),
    name: z.string(),
    family: z.string(),
    color: z.string(),
    priceMinor: z.int(),
    sizes: z.array(z.string()),
    successorSku: z.string().nullish(),
  }),
} as const;
type Shown = { [Name in keyof typeof shown]: z.infer<(typeof shown)[Name]> };
export type Product = Shown["product"];

/** All that the systems of record have of one customer, the newest first. */
export type Account = {
  customer: Part<Shown["customer"]>;
  orders: Part<readonly Shown["order"][]>;
  exchanges: Part<readonly Shown["exchange"][]>;
  returns: Part<readonly Shown["return"][]>;
  labels: Part<readonly Shown["label"][]>;
  charges: Part<readonly Shown["charge"][]>;
  refunds: Part<readonly Shown["refund"][]>;
  credits: Part<readonly Shown["credit"][]>;
  subscriptions: Part<readonly Shown["subscription"][]>;
  appointments: Part<readonly Shown["appointment"][]>;
  mails: Part<readonly Shown["mail"][]>;
};

/** The shop's own view of its systems of record, over HTTP. */
export type ShopRecords = {
  account: (customerRef: string) => Promise<Account>;
  /** Another text whenever something was done to the customer's records. Reading it leaves no trace in a ledger. */
  pulse: (customerRef: string) => Promise<string>;
  /** What is sold now. */
  products: () => Promise<Part<readonly Product[]>>;
};

const longestWaitMs = 5000;

export function openShopRecords(urls: SystemUrls): ShopRecords {
  const read = async <Value>(
    system: SystemName,
    path: string,
    schema: z.ZodType<Value>,
    customerRef?: string,
  ): Promise<Part<Value>> => {
    const headers = customerRef === undefined ? {} : { "purser-customer": customerRef };
    try {
      const response = await fetch(urls[system] + path, { headers, signal: AbortSignal.timeout(longestWaitMs) });
      const parsed = schema.safeParse(await response.json());
      return response.ok && parsed.success ? { kind: "read", value: parsed.data } : { kind: "away" };
    } catch {
      // No connection, no answer in time, or no JSON: the page says that this part is away, and is asked again soon.
      return { kind: "away" };
    }
  };
  return {
    account: (customerRef) =>
      readAccount((system, path, schema) => read(system, path, schema, customerRef), customerRef),
    pulse: async (customerRef) => {
      const effects = z.object({ effects: z.array(z.object({ subject: z.string().nullable() })) });
      const counts = systemNames.map(async (system) => {
        const part = await read(system, "/ledger/effects", effects);
        return part.kind === "away" ? "-" : part.value.effects.filter(({ subject }) => subject === customerRef).length;
      });
      return (await Promise.all(counts)).join(".");
    },
    products: async () =>
      mapPart(await read("oms", "/products", z.object({ products: z.array(shown.product) })), ({ products }) =>
        products.filter(({ successorSku }) => successorSku === undefined),
      ),
  };
}

type Read = <Value>(system: SystemName, path: string, schema: z.ZodType<Value>) => Promise<Part<Value>>;

async function readAccount(read: Read, customerRef: string): Promise<Account> {
  const many = async <Value>(system: SystemName, path: string, name: string, schema: z.ZodType<Value>) =>
    mapPart(await read(system, path, z.object({ [name]: z.array(schema) })), (body) => body[name] ?? []);
  const [orders, more] = await Promise.all([
    readOrders(many),
    Promise.all([
      read("crm", `/customers/${encodeURIComponent(customerRef)}`, z.object({ customer: shown.customer })),
      many("payments", "/charges", "charges", shown.charge),
      many("payments", "/refunds", "refunds", shown.refund),
      many("payments", "/credits", "credits", shown.credit),
      many("payments", "/subscriptions", "subscriptions", shown.subscription),
      many("calendar", "/appointments", "appointments", shown.appointment),
      many("mail", "/messages", "messages", shown.mail),
    ]),
  ]);
  const [customer, charges, refunds, credits, subscriptions, appointments, mails] = more;
  return {
    ...orders,
    customer: mapPart(customer, (body) => body.customer),
    charges,
    refunds: newestFirst(refunds, ({ createdAt }) => createdAt),
    credits: newestFirst(credits, ({ createdAt }) => createdAt),
    subscriptions,
    appointments,
    mails: newestFirst(mails, ({ acceptedAt }) => acceptedAt),
  };
}

type ReadMany = <Value>(
  system: SystemName,
  path: string,
  name: string,
  schema: z.ZodType<Value>,
) => Promise<Part<readonly Value[]>>;

/** Exchanges and returns are asked for by order, labels by what they are for. */
async function readOrders(many: ReadMany): Promise<Pick<Account, "orders" | "exchanges" | "returns" | "labels">> {
  const orders = await many("oms", "/orders", "orders", shown.order);
  const ids = valuesOf(orders).map(({ orderId }) => encodeURIComponent(orderId));
  const [exchanges, returns] = await Promise.all([
    together(ids.map((id) => many("oms", `/exchanges?orderId=${id}`, "exchanges", shown.exchange))),
    together(ids.map((id) => many("oms", `/returns?orderId=${id}`, "returns", shown.return))),
  ]);
  const references = [
    ...valuesOf(exchanges).map(({ exchangeId }) => exchangeId),
    ...valuesOf(returns).map(({ returnId }) => returnId),
  ];
  const labels = await together(
    references.map((reference) =>
      many("shipping", `/labels?reference=${encodeURIComponent(reference)}`, "labels", shown.label),
    ),
  );
  return { orders, exchanges, returns, labels };
}

/** The values of a list; none of one that is away. */
export function valuesOf<Value>(part: Part<readonly Value[]>): readonly Value[] {
  return part.kind === "read" ? part.value : [];
}

async function together<Value>(parts: readonly Promise<Part<readonly Value[]>>[]): Promise<Part<readonly Value[]>> {
  const all = await Promise.all(parts);
  return all.some(({ kind }) => kind === "away") ? { kind: "away" } : { kind: "read", value: all.flatMap(valuesOf) };
}

function mapPart<From, To>(part: Part<From>, change: (value: From) => To): Part<To> {
  return part.kind === "away" ? part : { kind: "read", value: change(part.value) };
}

function newestFirst<Value>(part: Part<readonly Value[]>, at: (value: Value) => string): Part<readonly Value[]> {
  return mapPart(part, (values) => values.toSorted((one, other) => at(other).localeCompare(at(one))));
}
