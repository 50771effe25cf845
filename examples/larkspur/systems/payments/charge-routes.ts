import { z } from "zod";
import { recordsOf } from "../customer-records.ts";
import { customerRead, notFound, nothingSchema, type Route, type Surroundings } from "../route.ts";
import { chargeIdSchema, type Charge, type PaymentsState } from "./data.ts";

export function chargeOf(state: PaymentsState, chargeId: string, customerRef: string): Charge | null {
  const charge = state.charges[chargeId];
  return charge?.customerRef === customerRef ? charge : null;
}

export function refundableMinor(charge: Charge): number {
  return charge.amountMinor - charge.refundedMinor;
}

const listCharges = customerRead({
  path: "/charges",
  pathValues: nothingSchema,
  query: z.strictObject({ orderId: z.string().exactOptional() }),
  find({ query, customerRef }, { state }: Surroundings<PaymentsState>) {
    const charges = recordsOf(state.charges, customerRef)
      .filter((charge) => query.orderId === undefined || charge.orderId === query.orderId)
      .map((charge) => ({ ...charge, refundableMinor: refundableMinor(charge) }));
    return { kind: "found", body: { charges } };
  },
});

const readCharge = customerRead({
  path: "/charges/:chargeId",
  pathValues: z.strictObject({ chargeId: chargeIdSchema }),
  query: nothingSchema,
  find({ pathValues, customerRef }, { state }: Surroundings<PaymentsState>) {
    const charge = chargeOf(state, pathValues.chargeId, customerRef);
    if (charge === null) return notFound("charge");
    return { kind: "found", body: { charge: { ...charge, refundableMinor: refundableMinor(charge) } } };
  },
});

export const chargeRoutes: readonly Route<PaymentsState>[] = [listCharges, readCharge];
