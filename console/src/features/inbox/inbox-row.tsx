import type { InboxCase } from "@purser/contract";
import { memo } from "react";
import { CaseBadge } from "../../lib/case-badge.tsx";
import { CaseLink } from "../../lib/case-link.tsx";
import { classNames } from "../../lib/class-names.ts";
import { Due } from "../../lib/due.tsx";
import { Time } from "../../lib/time.tsx";
import { useBegun } from "../../lib/unsent.ts";
import { shortId } from "../../lib/words.ts";
import { Badge } from "../../ui/badge.tsx";

const speakers = { customer: "", agent: "Agent: ", teammate: "Teammate: " } as const;

type Props = {
  of: InboxCase;
  myId: string;
  isSelected: boolean;
  onFocus: (caseId: string) => void;
  onSelect: (caseId: string, isRange: boolean) => void;
};
const mostTags = 2;

/**
 * One case in a line, or in two where the window is narrow. It does not know its place: one that comes on top changes the
 * place of all, and of none of them what is seen.
 */
export const InboxRow = memo(function InboxRow({ of, myId, isSelected, onFocus, onSelect }: Props) {
  const { caseId, customerRef, subject, goal, unreadable, updatedAt } = of;
  const title = subject ?? goal;
  const name = customerRef ?? `${unreadable === null ? "Visitor" : "Case"} ${shortId(caseId)}`;
  return (
    <div className={classNames("flex h-full border-b", isSelected ? "bg-accent-soft" : "hover:bg-hover")}>
      <label className="flex items-center pr-1.5 pl-4 md:pl-6">
        <input
          type="checkbox"
          aria-label={`Select ${name}`}
          className="size-4 accent-accent-solid"
          checked={isSelected}
          onChange={({ nativeEvent }) => onSelect(caseId, "shiftKey" in nativeEvent && nativeEvent.shiftKey === true)}
          tabIndex={-1}
        />
      </label>
      <CaseLink
        caseId={caseId}
        onFocus={() => onFocus(caseId)}
        className="focus-inset grid h-full min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] content-center items-center gap-x-3 gap-y-1 pr-4 pl-2 focus-visible:bg-hover md:grid-cols-[9rem_minmax(0,1fr)_auto_3.5rem] md:pr-6"
      >
        <span className="truncate font-medium">{name}</span>
        <span className="col-span-2 row-start-2 truncate text-muted md:col-span-1 md:col-start-2 md:row-start-1">
          {title === null ? null : <span className="mr-2 text-text">{title}</span>}
          {saidIn(of)}
        </span>
        <span className="flex items-center gap-1.5">
          <Begun caseId={caseId} />
          <Tags of={of} />
          <Due of={of.due} />
          {unreadable === null ? <CaseBadge of={of} myId={myId} /> : <Badge tone="bad">{unreadable}</Badge>}
          {of.due === null ? (
            <span className="text-xs text-muted md:hidden">
              <Time at={updatedAt} />
            </span>
          ) : null}
        </span>
        <span className="hidden text-right text-xs text-muted md:inline">
          <Time at={updatedAt} />
        </span>
      </CaseLink>
    </div>
  );
});

function saidIn({ lastMessage, isErased, unreadable }: InboxCase): string {
  if (unreadable !== null) return "Its log cannot be read";
  if (isErased) return "Erased";
  return lastMessage === null ? "Nothing was said yet" : `${speakers[lastMessage.from]}${lastMessage.text}`;
}

/** Whoever looks has begun to write there, and not sent it. */
function Begun({ caseId }: { caseId: string }) {
  return useBegun(caseId).length === 0 ? null : <Badge tone="warn">Unsent</Badge>;
}

function Tags({ of: { tags, snoozedUntil } }: { of: InboxCase }) {
  return (
    <span className="hidden items-center gap-1.5 md:flex">
      {tags.slice(0, mostTags).map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
      {tags.length > mostTags ? (
        <span className="text-xs text-muted" title={tags.join(", ")}>
          +{tags.length - mostTags}
        </span>
      ) : null}
      {snoozedUntil === null ? null : (
        <Badge tone="accent">
          Snoozed, back <Time at={snoozedUntil} />
        </Badge>
      )}
    </span>
  );
}
