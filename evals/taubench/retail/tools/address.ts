import { z } from "zod";

export const addressInput = z.object({
  address1: z.string(),
  address2: z.string(),
  city: z.string(),
  state: z.string(),
  country: z.string(),
  zip: z.string(),
});

export function addressLine(address: z.infer<typeof addressInput>): string {
  const { address1, address2, city, state, country, zip } = address;
  return [address1, address2, city, state, zip, country].filter((part) => part !== "").join(", ");
}
