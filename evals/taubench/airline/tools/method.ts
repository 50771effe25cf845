import { z } from "zod";
import type { Profile } from "./airline-records.ts";

/** What a policy may ask of the payment method of a change. */
export const methodFactsSchema = z.object({
  isInProfile: z.boolean(),
  isCertificate: z.boolean(),
  /** False for a gift card with less left than the change costs. */
  isEnough: z.boolean(),
});

export function methodFacts(
  { payment_methods }: Profile,
  methodId: string,
  cost: number,
): z.infer<typeof methodFactsSchema> {
  const method = payment_methods[methodId];
  return {
    isInProfile: method !== undefined,
    isCertificate: method?.source === "certificate",
    isEnough: method?.amount === undefined || method.amount >= cost,
  };
}
