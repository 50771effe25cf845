import { type Attachment, type CaseView, changedCaseSchema } from "@purser/contract";
import { Sparkles } from "lucide-react";
import { type ClipboardEvent, type DragEvent, useRef, useState } from "react";
import { post } from "../../lib/api.ts";
import { Time } from "../../lib/time.tsx";
import { type Mode, useUnsent } from "../../lib/unsent.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { Problem } from "../../ui/states.tsx";
import { AttachButton, AttachedFiles, useAttached } from "./attach.tsx";
import { ChooseAbove } from "./choose-above.tsx";
import { Drafted, useDraft } from "./drafted.tsx";
import { useInsertions } from "./insertions.ts";
import { modes } from "./modes.ts";
import { useChangeCase } from "./use-case.ts";

type Props = { mode: Mode; view: CaseView; draftWish: number };

/** One text of one kind, kept until it is sent or discarded; a reply can begin with a canned one, or with what the agent would write. */
export function Writing({ mode, view: { caseId, channel }, draftWish }: Props) {
  const { text, files, since, change } = useUnsent(caseId, mode);
  const [begunBefore] = useState(since);
  const setText = (to: string): void => change(() => ({ text: to }));
  const send = useChangeCase<Said>(caseId, (_, sent) => change((now) => withoutSaid(now, sent)));
  const { label, hint, send: sendLabel, path } = modes[mode];
  const words = text.trim();
  const isReply = mode === "reply";
  const insertions = useInsertions(caseId, mode, text, change);
  const draft = useDraft(caseId, isReply, draftWish, (drafted) =>
    change((now) => ({ text: now.text.trim() === "" ? drafted : now.text })),
  );
  const tellTyping = useTellTyping(caseId);
  const attached = useAttached(caseId, files, (to) => change((now) => ({ files: to(now.files) })));
  const isReady = isSendable(mode, words, attached.ids) && !send.isPending;
  const submit = (): void => {
    if (isReady)
      send.mutate({ path, body: saidIn(mode, words, attached.ids ?? []) }, { onSuccess: () => draft.reset() });
  };
  const isBegunBefore = begunBefore !== "" && since === begunBefore;
  return (
    <div className="relative flex flex-col gap-2" {...(isReply ? takingFiles(attached.attach) : {})}>
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
      {isBegunBefore ? <BegunBefore since={since} onDiscard={() => change(() => ({ text: "", files: [] }))} /> : null}
      <AttachedFiles of={attached} channel={channel} />
      {isReply && draft.data !== undefined ? (
        <Drafted draft={draft.data} caseId={caseId} written={text} onUse={setText} />
      ) : null}
      <Problem error={send.error ?? draft.error} />
      <div className="flex flex-wrap items-center justify-end gap-2">
        {isReply ? <AttachButton onFiles={attached.attach} /> : null}
        {isReply ? <DraftButton isBusy={draft.isPending} onDraft={() => draft.mutate()} /> : null}
        <Button look={mode === "note" ? "plain" : "solid"} shortcut="Ctrl ↵" disabled={!isReady} onClick={submit}>
          {sendLabel}
        </Button>
      </div>
    </div>
  );
}

/** What whoever comes back finds in the field is theirs, from when, and not sent. */
function BegunBefore({ since, onDiscard }: { since: string; onDiscard: () => void }) {
  return (
    <p className="flex items-center gap-2 text-xs text-muted">
      <span>
        Not sent; you began it <Time at={since} />.
      </span>
      <Button look="quiet" className="!h-6 text-xs" onClick={onDiscard}>
        Discard
      </Button>
    </p>
  );
}

/** A reply says something by its files alone; while one is on its way it waits. */
function isSendable(mode: Mode, words: string, files: readonly string[] | null): boolean {
  return files !== null && (words !== "" || mode === "return" || files.length > 0);
}

type Said = { text?: string; note?: string; attachments?: readonly string[] };

function saidIn(mode: Mode, words: string, attachments: readonly string[]): Said {
  if (mode === "reply") return { text: words, attachments };
  if (mode === "note") return { text: words };
  return words === "" ? {} : { note: words };
}

/** What was typed and attached since it was sent stays. */
function withoutSaid(now: { text: string; files: readonly Attachment[] }, sent: Said) {
  return {
    text: now.text.trim() === (sent.text ?? sent.note ?? "") ? "" : now.text,
    files: now.files.filter(({ fileId }) => sent.attachments?.includes(fileId) !== true),
  };
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
