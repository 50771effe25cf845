import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useLayoutEffect, useRef } from "react";

/**
 * A dialog above the page. Its backdrop is an element of ours: the library's own writes a style element into the page,
 * which the policy of the pages refuses. Whatever had the focus before has it again after; what is gone by then leaves it to
 * the content of the page, so that the keyboard goes on from there.
 */
export function Dialog(props: {
  title: string;
  isTitleHidden?: boolean;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  width?: "narrow" | "wide";
}) {
  const { title, isOpen, onClose, children, width = "narrow", isTitleHidden = false } = props;
  const before = useRef<Element | null>(null);
  useLayoutEffect(() => {
    // The content comes after this: a field of it that takes the focus by itself has not got it yet.
    if (isOpen) before.current = document.activeElement;
  }, [isOpen]);
  return (
    <Radix.Root open={isOpen} onOpenChange={(isNowOpen) => (isNowOpen ? undefined : onClose())}>
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-black/30" aria-hidden="true" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            giveBack(before.current);
          }}
          className={`fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col overflow-auto rounded-xl border border-line-strong bg-raised shadow-floating outline-none ${width === "wide" ? "max-w-2xl" : "max-w-lg"}`}
        >
          <Radix.Title className={isTitleHidden ? "sr-only" : "px-5 pt-4 text-base font-semibold"}>{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Not where somebody has the focus already, such as the field that a command of the palette went to. */
function giveBack(before: Element | null): void {
  if (document.activeElement !== document.body) return;
  const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body;
  (isThere ? before : document.getElementById("main"))?.focus();
}
