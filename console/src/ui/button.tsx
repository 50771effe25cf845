import type { ComponentProps, ReactNode } from "react";
import { classNames } from "../lib/class-names.ts";
import { Key } from "./key.tsx";

const looks = {
  solid: "bg-accent-solid text-white hover:bg-accent-hover border-transparent",
  danger: "bg-bad-solid text-white hover:brightness-95 border-transparent",
  plain: "bg-surface hover:bg-hover border-line-strong",
  quiet: "border-transparent text-muted hover:bg-hover hover:text-text",
} as const;

type Props = ComponentProps<"button"> & { look?: keyof typeof looks; shortcut?: string; icon?: ReactNode };

export function Button({ look = "plain", shortcut, icon, className, children, ...props }: Props) {
  return (
    <button
      type="button"
      {...props}
      className={classNames(
        "inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-md border px-2.5 font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-55",
        looks[look],
        className,
      )}
    >
      {icon}
      {children}
      {shortcut === undefined ? null : <Key name={shortcut} isOnSolid={look === "solid" || look === "danger"} />}
    </button>
  );
}
