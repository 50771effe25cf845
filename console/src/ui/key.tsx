import { classNames } from "../lib/class-names.ts";

/** A key of the keyboard, as it is pressed; told to nobody who does not see it, since the sheet of shortcuts tells it. */
export function Key({ name, isOnSolid = false }: { name: string; isOnSolid?: boolean }) {
  return (
    <kbd
      aria-hidden="true"
      className={classNames(
        "ml-0.5 hidden min-w-[1.15rem] rounded border px-1 text-center font-sans text-[0.6875rem] leading-[1.05rem] font-medium md:inline-block",
        isOnSolid ? "border-white/30 text-white" : "border-line-strong text-muted",
      )}
    >
      {name}
    </kbd>
  );
}
