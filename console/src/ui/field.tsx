import { type ComponentProps, useId } from "react";
import { classNames } from "../lib/class-names.ts";

const box =
  "w-full rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-sm placeholder:text-muted focus-visible:outline-offset-0";

type Labelled = { label: string; hint?: string };

export function Field({ label, hint, className, ...props }: ComponentProps<"input"> & Labelled) {
  const id = useId();
  return (
    <div className={classNames("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        id={id}
        {...props}
        className={classNames(box, "h-8")}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

/** A text of some lines; sent with Ctrl or Command and Enter. */
export function TextField({
  label,
  isLabelHidden = false,
  onSend,
  className,
  ...props
}: ComponentProps<"textarea"> & { label: string; isLabelHidden?: boolean; onSend: () => void }) {
  const id = useId();
  return (
    <div className={classNames("flex flex-col gap-1", className)}>
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "font-medium"}>
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        {...props}
        className={classNames(box, "resize-y")}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onSend();
        }}
      />
    </div>
  );
}
