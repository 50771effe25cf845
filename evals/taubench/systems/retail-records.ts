import { z } from "zod";

const addressSchema = z.object({
  address1: z.string(),
  address2: z.string(),
  city: z.string(),
  state: z.string(),
  country: z.string(),
  zip: z.string(),
});
export const addressFields = ["address1", "address2", "city", "state", "country", "zip"] as const;

export const userSchema = z.object({
  user_id: z.string(),
  name: z.object({ first_name: z.string(), last_name: z.string() }),
  email: z.string(),
  address: addressSchema,
  payment_methods: z.record(z.string(), z.object({ source: z.string(), balance: z.number().optional() })),
});
export type User = z.infer<typeof userSchema>;

const paymentSchema = z.object({
  transaction_type: z.enum(["payment", "refund"]),
  amount: z.number(),
  payment_method_id: z.string(),
});
const orderItemSchema = z.looseObject({
  item_id: z.string(),
  product_id: z.string(),
  name: z.string(),
  price: z.number(),
  options: z.record(z.string(), z.string()),
});
export const orderSchema = z.object({
  order_id: z.string(),
  user_id: z.string(),
  address: addressSchema,
  status: z.string(),
  items: z.array(orderItemSchema),
  payment_history: z.array(paymentSchema),
});
export type Order = z.infer<typeof orderSchema>;

export const productSchema = z.object({
  product_id: z.string(),
  name: z.string(),
  variants: z.record(
    z.string(),
    z.object({
      item_id: z.string(),
      options: z.record(z.string(), z.string()),
      available: z.boolean(),
      price: z.number(),
    }),
  ),
});
export type Variant = z.infer<typeof productSchema>["variants"][string] & { product_id: string };
