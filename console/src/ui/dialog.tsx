import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

/**
 * A dialog above the page. Its backdrop is an element of ours: the library's own writes a style element into the page,
 * which the policy of the pages refuses.
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
  return (
    <Radix.Root open={isOpen} onOpenChange={(isNowOpen) => (isNowOpen ? undefined : onClose())}>
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-black/30" aria-hidden="true" />
        <Radix.Content
          aria-describedby={undefined}
          className={`fixed top-[12vh] left-1/2 z-50 flex max-h-[76vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col overflow-auto rounded-xl border border-line-strong bg-raised shadow-floating ${width === "wide" ? "max-w-2xl" : "max-w-lg"}`}
        >
          <Radix.Title className={isTitleHidden ? "sr-only" : "px-5 pt-4 text-base font-semibold"}>{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
