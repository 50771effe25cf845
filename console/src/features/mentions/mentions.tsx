import { type MentionView, mentionsSchema } from "@purser/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { post } from "../../lib/api.ts";
import { classNames } from "../../lib/class-names.ts";
import { mayNotify, mentionsKey, useMentions } from "../../lib/mentions.ts";
import { Time } from "../../lib/time.tsx";
import { shortId } from "../../lib/words.ts";
import { Button } from "../../ui/button.tsx";
import { Empty, Failed, Loading } from "../../ui/states.tsx";

/** The notes that name who is signed in; whoever looks at them has seen them. */
export function Mentions() {
  const mentions = useMentions();
  const seen = useSeen();
  const [newest, isUnread] = [mentions.data?.mentions[0]?.at, (mentions.data?.unread ?? 0) > 0];
  const { mutate } = seen;
  useEffect(() => {
    if (newest !== undefined && isUnread) mutate(newest);
  }, [newest, isUnread, mutate]);
  return (
    <>
      <header className="flex min-h-14 items-center gap-4 border-b px-4 md:px-6">
        <h1 className="text-base font-semibold">Mentions</h1>
        <Notices />
      </header>
      {mentions.isPending ? (
        <Loading what="what names you" />
      ) : mentions.isError ? (
        <Failed error={mentions.error} onRetry={() => void mentions.refetch()} />
      ) : mentions.data.mentions.length === 0 ? (
        <Empty title="Nobody has mentioned you">
          A note in a case that has your name after an @ comes here, and by mail where mail is set up.
        </Empty>
      ) : (
        <ol aria-label="Mentions" className="mx-auto flex w-full max-w-3xl flex-col gap-1 overflow-y-auto p-4 md:p-6">
          {mentions.data.mentions.map((mention) => (
            <Mention key={`${mention.caseId} ${mention.seq}`} mention={mention} />
          ))}
        </ol>
      )}
    </>
  );
}

/** What was unread when the page was opened keeps its mark until it is left. */
function Mention({ mention: { caseId, by, at, text, isRead } }: { mention: MentionView }) {
  const [wasRead] = useState(isRead);
  return (
    <li>
      <Link
        to="/cases/$caseId"
        params={{ caseId }}
        className={classNames("block rounded-lg border p-3 hover:bg-hover", !wasRead && "border-accent bg-accent-soft")}
      >
        <span className="flex flex-wrap justify-between gap-x-3 text-xs text-muted">
          <span>
            {by} in {shortId(caseId)}
            {wasRead ? "" : ", new"}
          </span>
          <Time at={at} />
        </span>
        <span className="mt-1 block break-words whitespace-pre-wrap">{text ?? "The note was erased."}</span>
      </Link>
    </li>
  );
}

function useSeen() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (upTo: string) => post(mentionsSchema, "/v1/mentions/read", { upTo }),
    onSuccess: (mentions) => client.setQueryData(mentionsKey, mentions),
  });
}

/** The browser asks for leave only when somebody wants it. */
function Notices() {
  const [isOn, setIsOn] = useState(mayNotify);
  if (!("Notification" in window) || Notification.permission === "denied") return null;
  if (isOn) return <span className="text-xs text-muted">This browser tells you when the desk is not looked at.</span>;
  return (
    <Button
      look="quiet"
      onClick={() => {
        void Notification.requestPermission().then((permission) => setIsOn(permission === "granted"));
      }}
    >
      Tell me in this browser
    </Button>
  );
}
