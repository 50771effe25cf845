import { formatDay } from "@purser/contract";
import { defineSubscriptionChange } from "./subscription-change.ts";

/** Pauses the monthly outfit box. */
export default defineSubscriptionChange({
  name: "pause_subscription",
  title: "Pause the outfit box",
  noun: "pause",
  operation: "pause",
  from: ["active"],
  to: "paused",
  reversal: "resume",
  ask: ({ plan, paidUntil }) => `Pause your ${plan} outfit box? It is paid until ${formatDay(paidUntil)}.`,
  askBack: "Resume the outfit box again?",
});
