import { mentionsSchema } from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { read } from "./api.ts";
import { shortId } from "./words.ts";

export const mentionsKey = ["mentions"] as const;
const lookEachMs = 10_000;

/** The notes that name who is signed in, the last first. */
export function useMentions() {
  return useQuery({
    queryKey: mentionsKey,
    queryFn: ({ signal }) => read(mentionsSchema, "/v1/mentions", signal),
    refetchInterval: lookEachMs,
    // Whoever looks elsewhere is told too.
    refetchIntervalInBackground: true,
  });
}

/** Tells of each new one by the browser's own notifications, where they were allowed and the page is not looked at. */
export function useMentionNotices(): void {
  const { data } = useMentions();
  const told = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (data === undefined) return;
    const unread = data.mentions.filter(({ isRead }) => !isRead);
    const known = told.current;
    told.current = new Set(unread.map(nameOf));
    // What was there before the page was opened is shown in it.
    if (known === null || document.visibilityState === "visible" || !mayNotify()) return;
    for (const mention of unread.filter((each) => !known.has(nameOf(each)))) {
      const { by, text, caseId } = mention;
      const notice = new Notification(`${by} mentioned you in ${shortId(caseId)}`, {
        body: text ?? "",
        tag: nameOf(mention),
      });
      notice.addEventListener("click", () => window.focus());
    }
  }, [data]);
}

function nameOf({ caseId, seq }: { caseId: string; seq: number }): string {
  return `${caseId} ${seq}`;
}

export function mayNotify(): boolean {
  return "Notification" in window && Notification.permission === "granted";
}
