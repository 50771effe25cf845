import type { InboxView } from "@purser/contract";

export type DeskView = { view: InboxView | null; name: string; empty: string };

/** The views of the inbox, in the order of their keys. */
export const inboxViews: readonly DeskView[] = [
  { view: null, name: "All", empty: "No case has been opened yet. The first message of a customer opens one." },
  { view: "mine", name: "Mine", empty: "You have no case. Take one from “Unassigned”." },
  { view: "unassigned", name: "Unassigned", empty: "Every case that people are to have, somebody has." },
  { view: "approval", name: "Waiting for approval", empty: "Nothing waits for a teammate." },
  { view: "customer", name: "Waiting for customer", empty: "No case waits for its customer." },
  { view: "handed-off", name: "Handed off", empty: "The agent has all cases." },
  { view: "resolved-by-agent", name: "Resolved by the agent", empty: "The agent has not resolved a case yet." },
  { view: "snoozed", name: "Snoozed", empty: "Nothing is put off." },
];
