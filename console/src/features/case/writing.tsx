import { type CannedReplyView, type ReplyDraft, cannedRepliesSchema, replyDraftSchema } from "@purser/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Sparkles } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { post, read } from "../../lib/api.ts";
import { useShortcuts } from "../../lib/keyboard.ts";
import { useOwnCommands } from "../../lib/page-commands.ts";
import { wordsOf } from "../../lib/words.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { Problem } from "../../ui/states.tsx";
import { CannedReplies } from "./canned-replies.tsx";
import { caseKey, useChangeCase } from "./use-case.ts";

export type Mode = "reply" | "note" | "return";
export const modes = {
  reply: { tab: "Reply", label: "Your reply to the customer", send: "Send", path: "reply" },
  note: {
    tab: "Note",
    label: "A note for teammates; the customer does not see it",
    send: "Add the note",
    path: "notes",
  },
  return: { tab: "Give back", label: "What the agent is to know", send: "Give back to the agent", path: "return" },
} as const;

const none: readonly CannedReplyView[] = [];

/** One text of one kind; a reply can begin with a canned one, or with what the agent would write. */
export function Writing({ mode, caseId, draftWish }: { mode: Mode; caseId: string; draftWish: number }) {
  const [text, setText] = useState("");
  const send = useChangeCase(caseId);
  const { label, send: sendLabel, path } = modes[mode];
  const words = text.trim();
  const isReply = mode === "reply";
  const replies = useReplies(caseId, isReply, setText);
  const draft = useDraft(caseId, isReply, draftWish, setText);
  const isReady = (words !== "" || mode === "return") && !send.isPending;
  const submit = (): void => {
    if (!isReady) return;
    const body = mode === "return" ? (words === "" ? {} : { note: words }) : { text: words };
    send.mutate(
      { path, body },
      {
        onSuccess: () => {
          setText("");
          draft.reset();
        },
      },
    );
  };
  return (
    <div className="relative flex flex-col gap-2">
      <CannedReplies replies={replies} text={text} onChoose={(reply) => setText(reply.text)}>
        <TextField
          label={label}
          isLabelHidden
          placeholder={isReply ? `${label}; / for a canned one` : label}
          rows={isReply && text.length > 160 ? 5 : 2}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onSend={submit}
          onKeyUp={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
      </CannedReplies>
      {isReply && draft.data !== undefined ? <Drafted draft={draft.data} caseId={caseId} /> : null}
      <Problem error={send.error ?? draft.error} />
      <div className="flex flex-wrap items-center justify-end gap-2">
        {isReply ? (
          <Button
            look="quiet"
            icon={<Sparkles className="size-4" />}
            shortcut="D"
            className="mr-auto"
            disabled={draft.isPending}
            onClick={() => draft.mutate()}
          >
            {draft.isPending ? "Drafting …" : "Draft"}
          </Button>
        ) : null}
        <Button look={mode === "note" ? "plain" : "solid"} shortcut="Ctrl ↵" disabled={!isReady} onClick={submit}>
          {sendLabel}
        </Button>
      </div>
    </div>
  );
}

/** The canned replies, filled for this case, also in the command palette. */
function useReplies(caseId: string, isWanted: boolean, onText: (text: string) => void): readonly CannedReplyView[] {
  const { data } = useQuery({
    queryKey: [...caseKey(caseId), "replies"],
    enabled: isWanted,
    queryFn: ({ signal }) => read(cannedRepliesSchema, `/v1/cases/${caseId}/replies`, signal),
  });
  const replies = (isWanted ? data?.replies : null) ?? none;
  const commands = useMemo(
    () => replies.map(({ title, text }) => ({ name: `Reply: ${title}`, run: () => onText(text) })),
    [replies, onText],
  );
  useOwnCommands(commands);
  return replies;
}

/** What the agent would write, put into the field to be edited; it is sent by whoever reads it. */
function useDraft(caseId: string, isWanted: boolean, wish: number, onText: (text: string) => void) {
  const draft = useMutation({
    mutationFn: () => post(replyDraftSchema, `/v1/cases/${caseId}/draft`),
    onSuccess: ({ text }) => {
      if (text !== null) onText(text);
    },
  });
  const { mutate } = draft;
  const granted = useRef(0);
  useEffect(() => {
    if (!isWanted || wish === granted.current) return;
    granted.current = wish;
    mutate();
  }, [isWanted, wish, mutate]);
  useShortcuts(isWanted ? { d: () => mutate() } : {});
  return draft;
}

/** Why the agent would write this, or what it would do instead, in one click. */
function Drafted({ draft: { text, call, reason, lookedUp }, caseId }: { draft: ReplyDraft; caseId: string }) {
  const propose = useChangeCase(caseId);
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 rounded-md bg-accent-soft px-3 py-2 text-accent">
      <span className="min-w-0 flex-1">
        {text === null ? (call === null ? "No draft. " : `The agent would do this first: ${wordsOf(call.tool)}. `) : ""}
        {reason} {lookedUp.length === 0 ? "" : `It read ${lookedUp.map(wordsOf).join(", ")}.`}
      </span>
      {call === null ? null : (
        <Button
          className="!h-7 text-text"
          disabled={propose.isPending || propose.isSuccess}
          onClick={() =>
            propose.mutate({ path: "proposals", body: { ...call, reason: `As the agent would: ${reason}` } })
          }
        >
          {propose.isSuccess ? "Proposed" : "Propose it"}
        </Button>
      )}
      <Problem error={propose.error} />
    </div>
  );
}
