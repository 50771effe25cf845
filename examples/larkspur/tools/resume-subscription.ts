import { defineSubscriptionChange } from "./subscription-change.ts";

/** Resumes an outfit box that was paused. */
export default defineSubscriptionChange({
  name: "resume_subscription",
  title: "Resume the outfit box",
  noun: "resumption",
  operation: "resume",
  from: ["paused"],
  to: "active",
  reversal: "pause",
  ask: ({ plan }) => `Resume your ${plan} outfit box?`,
  askBack: "Pause the outfit box again?",
});
