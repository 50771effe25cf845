import type { InboxCase } from "@purser/contract";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { CaseBadge } from "../../lib/case-badge.tsx";
import { Time } from "../../lib/time.tsx";
import { shortId } from "../../lib/words.ts";

const speakers = { customer: "", agent: "Agent: ", teammate: "Teammate: " } as const;

/** One case in a line, or in two where the window is narrow. */
export const InboxRow = memo(function InboxRow(props: { of: InboxCase; myId: string; onFocus: () => void }) {
  const { of, myId, onFocus } = props;
  const { caseId, customerRef, subject, goal, lastMessage, isErased, updatedAt } = of;
  const title = subject ?? goal;
  return (
    <Link
      to="/cases/$caseId"
      params={{ caseId }}
      onFocus={onFocus}
      className="focus-inset grid h-full grid-cols-[minmax(0,1fr)_auto] content-center items-center gap-x-3 gap-y-1 border-b px-4 hover:bg-hover focus-visible:bg-hover md:grid-cols-[9rem_minmax(0,1fr)_auto_3.5rem] md:px-6"
    >
      <span className="truncate font-medium">{customerRef ?? `Visitor ${shortId(caseId)}`}</span>
      <span className="col-span-2 row-start-2 truncate text-muted md:col-span-1 md:col-start-2 md:row-start-1">
        {title === null ? null : <span className="mr-2 text-text">{title}</span>}
        {isErased
          ? "Erased"
          : lastMessage === null
            ? "Nothing was said yet"
            : `${speakers[lastMessage.from]}${lastMessage.text}`}
      </span>
      <span className="flex items-center gap-2 md:contents">
        <CaseBadge of={of} myId={myId} />
        <span className="text-right text-xs text-muted">
          <Time at={updatedAt} />
        </span>
      </span>
    </Link>
  );
});
