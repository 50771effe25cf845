/** What can be written in a case: how it is called, and the end of the path that takes it. */
export const modes = {
  reply: {
    tab: "Reply",
    label: "Your reply to the customer",
    hint: "; / for a canned one",
    send: "Send",
    path: "reply",
  },
  note: {
    tab: "Note",
    label: "A note for teammates; the customer does not see it",
    hint: "; @ names a colleague",
    send: "Add the note",
    path: "notes",
  },
  return: {
    tab: "Give back",
    label: "What the agent is to know",
    hint: "",
    send: "Give back to the agent",
    path: "return",
  },
} as const;
