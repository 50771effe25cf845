import { z } from "zod";

export const addressSchema = z.strictObject({
  recipient: z.string().min(1).max(120),
  street: z.string().min(1).max(200),
  city: z.string().min(1).max(120),
  /** The state in the US; null in the UK. */
  region: z.string().min(1).max(80).nullable(),
  postcode: z.string().min(3).max(12),
  country: z.enum(["GB", "US"]),
});
export type Address = z.infer<typeof addressSchema>;
