import { z } from "zod";
import { addressSchema } from "../address.ts";

export const orderIdSchema = z.string().regex(/^L-\d{5}$/);
/** Exchanges are numbered in their own row, so that no exchange is taken for an order. */
export const exchangeIdSchema = z.string().regex(/^LX-\d{5}$/);
export const skuSchema = z.string().regex(/^[A-Z]+-[A-Z]+$/);
/** Returns too: a label's reference tells one from the other. */
export const returnIdSchema = z.string().regex(/^LR-\d{5}$/);
const instantSchema = z.iso.datetime({ precision: 3 });

/** Per operation the key of the last write that changed the record; the record itself says who made its state. */
const lastKeysSchema = z.record(z.string(), z.string());

export const productSchema = z.strictObject({
  sku: skuSchema,
  name: z.string(),
  /** Products of one family differ in colour only: one stands in for another. */
  family: z.string(),
  category: z.enum(["shoes", "clothes"]),
  color: z.string(),
  priceMinor: z.int().positive(),
  sizes: z.array(z.string()),
  /** What takes its place; absent while it is sold itself, null when nothing does. */
  successorSku: skuSchema.nullable().exactOptional(),
});
export type Product = z.infer<typeof productSchema>;

export const stockSchema = z.strictObject({
  sku: skuSchema,
  size: z.string(),
  /** What can still be promised; reserved pieces are not in it. */
  available: z.int().nonnegative(),
  reserved: z.int().nonnegative(),
});
export type Stock = z.infer<typeof stockSchema>;

export const orderLineSchema = z.strictObject({
  lineId: z.string(),
  sku: skuSchema,
  name: z.string(),
  sizeOrdered: z.string(),
  /** Null until it is shipped. The warehouse can err: it is not always the size ordered. */
  sizeShipped: z.string().nullable(),
  quantity: z.int().positive(),
  unitPriceMinor: z.int().positive(),
});
export type OrderLine = z.infer<typeof orderLineSchema>;

export const orderSchema = z.strictObject({
  orderId: orderIdSchema,
  customerRef: z.string(),
  status: z.enum(["pending", "shipped", "delivered", "cancelled"]),
  lines: z.array(orderLineSchema),
  paidMinor: z.int().nonnegative(),
  currency: z.literal("USD"),
  /** What a promotion took off the prices of the lines; `paidMinor` is what was paid after it. */
  promotion: z.strictObject({ name: z.string(), discountMinor: z.int().positive() }).nullable().default(null),
  address: addressSchema,
  placedAt: instantSchema,
  shippedAt: instantSchema.nullable(),
  deliveredAt: instantSchema.nullable(),
  cancelledAt: instantSchema.nullable(),
  version: z.int().positive(),
  lastKeys: lastKeysSchema,
});
export type Order = z.infer<typeof orderSchema>;

export const exchangeSchema = z.strictObject({
  exchangeId: exchangeIdSchema,
  orderId: orderIdSchema,
  customerRef: z.string(),
  lineId: z.string(),
  fromSku: z.string(),
  fromSize: z.string(),
  toSku: z.string(),
  toSize: z.string(),
  quantity: z.int().positive(),
  reason: z.string(),
  status: z.enum(["created", "cancelled"]),
  createdAt: instantSchema,
  cancelledAt: instantSchema.nullable(),
  version: z.int().positive(),
  lastKeys: lastKeysSchema,
});
export type Exchange = z.infer<typeof exchangeSchema>;

/** An item that the customer sends back and does not want replaced. */
export const returnSchema = z.strictObject({
  returnId: returnIdSchema,
  orderId: orderIdSchema,
  customerRef: z.string(),
  lineId: z.string(),
  sku: z.string(),
  quantity: z.int().positive(),
  /** What is paid back once it has arrived. */
  refundMinor: z.int().positive(),
  currency: z.literal("USD"),
  reason: z.string(),
  status: z.enum(["created", "cancelled"]),
  createdAt: instantSchema,
  cancelledAt: instantSchema.nullable(),
  version: z.int().positive(),
  lastKeys: lastKeysSchema,
});
export type Return = z.infer<typeof returnSchema>;

/** The next outfit box of a customer, as the warehouse is to pack it. */
export const boxIdSchema = z.string().regex(/^LB-\d{4,6}$/);
export const boxSchema = z.strictObject({
  boxId: boxIdSchema,
  customerRef: z.string(),
  packsOn: z.iso.date(),
  status: z.enum(["planned", "stopped"]),
  version: z.int().positive(),
  lastKeys: lastKeysSchema,
});
export type Box = z.infer<typeof boxSchema>;

/** How long things may be sent back for their price in a state of the US, as the shop's counsel has set it down. */
export const refundTermsSchema = z.strictObject({
  region: z.string(),
  windowDays: z.int().positive(),
  source: z.string(),
});
export type RefundTerms = z.infer<typeof refundTermsSchema>;

export const omsStateSchema = z.strictObject({
  orders: z.record(z.string(), orderSchema),
  exchanges: z.record(z.string(), exchangeSchema),
  returns: z.record(z.string(), returnSchema).default({}),
  boxes: z.record(z.string(), boxSchema).default({}),
  products: z.record(z.string(), productSchema),
  /** By region; a region that is not there has the terms of the shop. */
  refundTerms: z.record(z.string(), refundTermsSchema).default({}),
  /** By `stockId`. */
  stock: z.record(z.string(), stockSchema),
});
export type OmsState = z.infer<typeof omsStateSchema>;

export function stockId(sku: string, size: string): string {
  return `${sku}/${size}`;
}
