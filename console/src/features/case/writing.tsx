import { type CaseView, type ReplyDraft, changedCaseSchema, replyDraftSchema } from "@purser/contract";
import { useMutation } from "@tanstack/react-query";
import { Sparkles } from "lucide-react";
import { type ClipboardEvent, type DragEvent, useEffect, useRef, useState } from "react";
import { post } from "../../lib/api.ts";
import { useShortcuts } from "../../lib/keyboard.ts";
import { wordsOf } from "../../lib/words.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { Problem } from "../../ui/states.tsx";
import { AttachButton, AttachedFiles, useAttached } from "./attach.tsx";
import { ChooseAbove } from "./choose-above.tsx";
import { useInsertions } from "./insertions.ts";
import { type Mode, modes } from "./modes.ts";
import { useChangeCase } from "./use-case.ts";

type Props = { mode: Mode; view: CaseView; draftWish: number };

/** One text of one kind; a reply can begin with a canned one, or with what the agent would write. */
export function Writing({ mode, view: { caseId, channel }, draftWish }: Props) {
  const [text, setText] = useState("");
  const send = useChangeCase(caseId);
  const { label, hint, send: sendLabel, path } = modes[mode];
  const words = text.trim();
  const isReply = mode === "reply";
  const insertions = useInsertions(caseId, mode, text, setText);
  const draft = useDraft(caseId, isReply, draftWish, setText);
  const tellTyping = useTellTyping(caseId);
  const files = useAttached(caseId);
  const isReady = isSendable(mode, words, files.ids) && !send.isPending;
  const submit = (): void => {
    if (!isReady) return;
    send.mutate(
      { path, body: bodyOf(mode, words, files.ids ?? []) },
      {
        onSuccess: () => {
          // What was typed since then stays.
          setText((now) => (now === text ? "" : now));
          draft.reset();
          files.clear();
        },
      },
    );
  };
  return (
    <div className="relative flex flex-col gap-2" {...(isReply ? takingFiles(files.attach) : {})}>
      <ChooseAbove
        label={isReply ? "Canned replies" : "Teammates"}
        found={insertions}
        onChoose={(chosen) => setText(chosen.text)}
      >
        <TextField
          label={label}
          isLabelHidden
          placeholder={`${label}${hint}`}
          rows={isReply && text.length > 160 ? 5 : 2}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            tellTyping();
          }}
          onSend={submit}
          onKeyUp={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
      </ChooseAbove>
      <AttachedFiles of={files} channel={channel} />
      {isReply && draft.data !== undefined ? <Drafted draft={draft.data} caseId={caseId} /> : null}
      <Problem error={send.error ?? draft.error} />
      <div className="flex flex-wrap items-center justify-end gap-2">
        {isReply ? <AttachButton onFiles={files.attach} /> : null}
        {isReply ? <DraftButton isBusy={draft.isPending} onDraft={() => draft.mutate()} /> : null}
        <Button look={mode === "note" ? "plain" : "solid"} shortcut="Ctrl ↵" disabled={!isReady} onClick={submit}>
          {sendLabel}
        </Button>
      </div>
    </div>
  );
}

/** A reply says something by its files alone; while one is on its way it waits. */
function isSendable(mode: Mode, words: string, files: readonly string[] | null): boolean {
  return files !== null && (words !== "" || mode === "return" || files.length > 0);
}

function bodyOf(mode: Mode, words: string, attachments: readonly string[]): object {
  if (mode === "reply") return { text: words, attachments };
  if (mode === "note") return { text: words };
  return words === "" ? {} : { note: words };
}

/** What is pasted or dropped where a reply is written goes with it. */
function takingFiles(attach: (files: readonly File[]) => void) {
  const take = (event: ClipboardEvent | DragEvent, data: DataTransfer): void => {
    const files = Array.from(data.files);
    if (files.length === 0) return;
    event.preventDefault();
    attach(files);
  };
  return {
    onPaste: (event: ClipboardEvent) => take(event, event.clipboardData),
    onDrop: (event: DragEvent) => take(event, event.dataTransfer),
    onDragOver: (event: DragEvent) => event.preventDefault(),
  };
}

const tellEveryMs = 3_000;

/** Tells others who look at the case that somebody is writing; whether they hear it does not matter to whoever writes. */
function useTellTyping(caseId: string): () => void {
  const toldAt = useRef(Number.NEGATIVE_INFINITY);
  return () => {
    if (performance.now() - toldAt.current < tellEveryMs) return;
    toldAt.current = performance.now();
    post(changedCaseSchema, `/v1/cases/${caseId}/typing`).catch(() => undefined);
  };
}

function DraftButton({ isBusy, onDraft }: { isBusy: boolean; onDraft: () => void }) {
  return (
    <Button
      look="quiet"
      icon={<Sparkles className="size-4" />}
      shortcut="D"
      className="mr-auto"
      disabled={isBusy}
      onClick={onDraft}
    >
      {isBusy ? "Drafting …" : "Draft"}
    </Button>
  );
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
