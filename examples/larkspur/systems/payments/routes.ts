import type { Route } from "../route.ts";
import { chargeRoutes } from "./charge-routes.ts";
import { creditPaymentRoutes } from "./credit-payment-routes.ts";
import { creditRoutes } from "./credit-routes.ts";
import type { PaymentsState } from "./data.ts";
import { refundRoutes } from "./refund-routes.ts";
import { subscriptionRoutes } from "./subscription-routes.ts";

export function paymentsRoutes(largestLagMs: number): readonly Route<PaymentsState>[] {
  return [
    ...chargeRoutes,
    ...refundRoutes,
    ...creditRoutes,
    ...creditPaymentRoutes,
    ...subscriptionRoutes(largestLagMs),
  ];
}
