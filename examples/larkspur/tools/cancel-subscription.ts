import { formatDay } from "@purser/contract";
import { defineSubscriptionChange } from "./subscription-change.ts";

/** Cancels the monthly outfit box: no further box is made, and nothing further is taken. */
export default defineSubscriptionChange({
  name: "cancel_subscription",
  title: "Cancel the outfit box",
  noun: "cancellation",
  operation: "cancel",
  from: ["active", "paused"],
  to: "cancelled",
  reversal: "reactivate",
  ask: ({ plan, paidUntil }) => `Cancel your ${plan} outfit box? It is paid until ${formatDay(paidUntil)}.`,
  askBack: "Bring the outfit box back as it was?",
});
