import { type Attachment, attachmentSchema } from "@purser/contract";
import { Paperclip, RotateCcw, X } from "lucide-react";
import { useRef, useState } from "react";
import { sendFile } from "../../lib/api.ts";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/states.tsx";
import { sizeText } from "./said-files.tsx";

/** A file for the next reply that has not come yet: on its way as soon as it is chosen, under a key of its own. */
type Coming = { key: string; content: File; state: { kind: "sending" } | { kind: "failed"; error: unknown } };
type ChangeFiles = (to: (now: readonly Attachment[]) => readonly Attachment[]) => void;

/** The files of a reply that is being written: those that have come are `ready`; `ids` is null while one is on its way. */
export function useAttached(caseId: string, ready: readonly Attachment[], changeReady: ChangeFiles) {
  const [coming, setComing] = useState<readonly Coming[]>([]);
  const drop = (key: string): void => setComing((now) => now.filter((each) => each.key !== key));
  const put = (key: string, state: Coming["state"]): void =>
    setComing((now) => now.map((each) => (each.key === key ? { ...each, state } : each)));
  const send = ({ key, content }: Coming): void => {
    put(key, { kind: "sending" });
    sendFile(attachmentSchema, `/v1/cases/${caseId}/files`, content, key).then(
      (file) => {
        drop(key);
        changeReady((now) => [...now, file]);
      },
      (error: unknown) => put(key, { kind: "failed", error }),
    );
  };
  return {
    ready,
    coming,
    ids: coming.some(({ state }) => state.kind === "sending") ? null : ready.map(({ fileId }) => fileId),
    again: send,
    remove: (key: string): void => {
      drop(key);
      changeReady((now) => now.filter(({ fileId }) => fileId !== key));
    },
    attach: (files: readonly File[]): void => {
      const fresh = files.map((content): Coming => ({ key: crypto.randomUUID(), content, state: { kind: "sending" } }));
      setComing((now) => [...now, ...fresh]);
      for (const each of fresh) send(each);
    },
  };
}

export function AttachButton({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look="quiet" icon={<Paperclip className="size-4" />} onClick={() => field.current?.click()}>
        Attach
      </Button>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        aria-label="Files for the reply"
        onChange={({ currentTarget }) => {
          onFiles(Array.from(currentTarget.files ?? []));
          // The same file can be chosen again.
          currentTarget.value = "";
        }}
      />
    </>
  );
}

/** What goes with the reply, and what does not and why. */
export function AttachedFiles({ of, channel }: { of: ReturnType<typeof useAttached>; channel: string }) {
  const { ready, coming, remove, again } = of;
  if (ready.length + coming.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <ul aria-label="Files for the reply" className="flex flex-col gap-1">
        {ready.map(({ fileId, name, size }) => (
          <Line key={fileId} name={name} size={size} state="ready" onRemove={() => remove(fileId)} />
        ))}
        {coming.map((each) => (
          <Line
            key={each.key}
            name={each.content.name}
            size={each.content.size}
            state={each.state.kind === "failed" ? "not sent" : "sending …"}
            onRemove={() => remove(each.key)}
            {...(each.state.kind === "failed" ? { error: each.state.error, onAgain: () => again(each) } : {})}
          />
        ))}
      </ul>
      {channel === "chat" ? null : (
        <p className="text-warn">
          She is written to by {channel}, which Purser does not send itself: the program that does gets these files with
          your reply, and has to send them on.
        </p>
      )}
    </div>
  );
}

type LineProps = {
  name: string;
  size: number;
  state: string;
  error?: unknown;
  onAgain?: () => void;
  onRemove: () => void;
};

function Line({ name, size, state, error, onAgain, onRemove }: LineProps) {
  return (
    <li className="flex flex-col gap-1 rounded-md border px-2 py-1">
      <span className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate">{name}</span>
        <span className="text-xs text-muted" role="status">
          {sizeText(size)} · {state}
        </span>
        {onAgain === undefined ? null : (
          <Button
            look="quiet"
            icon={<RotateCcw className="size-4" />}
            aria-label={`Send ${name} again`}
            onClick={onAgain}
          />
        )}
        <Button look="quiet" icon={<X className="size-4" />} aria-label={`Remove ${name}`} onClick={onRemove} />
      </span>
      <Problem error={error ?? null} />
    </li>
  );
}
