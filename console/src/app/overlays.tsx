import { CommandPalette, useCommands } from "./command-palette.tsx";
import { ShortcutSheet } from "./shortcut-sheet.tsx";

export type Overlay = "palette" | "sheet";

/** What lies above every view when it is asked for; fetched once the first view stands. */
export function Overlays(props: {
  open: Overlay | null;
  onOpen: (overlay: Overlay | null) => void;
  onScheme: () => void;
  onLeave: () => void;
}) {
  const { open, onOpen, onScheme, onLeave } = props;
  const commands = useCommands({ onScheme, onSheet: () => onOpen("sheet"), onLeave });
  return (
    <>
      <CommandPalette isOpen={open === "palette"} onClose={() => onOpen(null)} commands={commands} />
      <ShortcutSheet isOpen={open === "sheet"} onClose={() => onOpen(null)} />
    </>
  );
}
