import { Dialog } from "../ui/dialog.tsx";

const groups = [
  {
    name: "Everywhere",
    keys: [
      ["Ctrl K", "Commands"],
      ["G I", "Go to the inbox"],
      ["G A", "Go to the approvals"],
      ["G B", "Go to the blueprint"],
      ["G N", "Go to the insights"],
      ["G M", "Go to the mentions"],
      ["G S", "Go to the settings"],
      ["?", "This sheet"],
    ],
  },
  {
    name: "Inbox",
    keys: [
      ["J K", "Next case, the one before"],
      ["Enter", "Open the case"],
      ["/", "Search"],
      ["F", "Filter"],
      ["1 – 8", "Change the view"],
      ["X", "Select the case"],
      ["Shift ↑ ↓", "Select up to the next"],
      ["A", "Assign what is selected"],
      ["L", "Tag it"],
      ["S", "Snooze it"],
      ["C", "Close it"],
      ["U", "Undo that"],
    ],
  },
  {
    name: "Case",
    keys: [
      ["T", "Take over"],
      ["R", "Reply"],
      ["D", "Have the agent draft a reply"],
      ["/", "A canned reply, while you write"],
      ["N", "Write a note"],
      ["B", "Give it back to the agent"],
      ["C", "Close it"],
      ["U", "Open it again"],
      ["M", "Merge it into another"],
      ["Ctrl Enter", "Send what you have written"],
      ["Esc", "Back to the inbox"],
    ],
  },
  {
    name: "Approvals",
    keys: [
      ["J K", "Next card, the one before"],
      ["A, then Enter", "Approve"],
      ["D", "Deny, with a reason"],
      ["E", "Edit"],
      ["O", "Open the case"],
      ["Esc", "Leave what you began"],
    ],
  },
] as const;

export function ShortcutSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Shortcuts" isOpen={isOpen} onClose={onClose} width="wide">
      <div className="grid gap-x-8 gap-y-5 p-5 sm:grid-cols-2">
        {groups.map(({ name, keys }) => (
          <section key={name}>
            <h3 className="mb-1.5 text-xs font-medium text-muted">{name}</h3>
            <dl className="flex flex-col gap-1">
              {keys.map(([key, what]) => (
                <div key={key} className="flex items-center justify-between gap-4">
                  <dd>{what}</dd>
                  <dt>
                    <kbd className="rounded border border-line-strong px-1.5 font-sans text-xs text-muted">{key}</kbd>
                  </dt>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
