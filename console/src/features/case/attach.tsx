import { type Attachment, attachmentSchema } from "@purser/contract";
import { Paperclip, RotateCcw, X } from "lucide-react";
import { useRef, useState } from "react";
import { sendFile } from "../../lib/api.ts";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/states.tsx";
import { sizeText } from "./said-files.tsx";

/** A file for the next reply: on its way as soon as it is chosen, under a key of its own. */
type Attached = {
  key: string;
  content: File;
  state: { kind: "sending" } | { kind: "ready"; file: Attachment } | { kind: "failed"; error: unknown };
};

/** The files of a reply that is being written; `ids` is null while one is on its way. */
export function useAttached(caseId: string) {
  const [attached, setAttached] = useState<readonly Attached[]>([]);
  const put = (key: string, state: Attached["state"]): void =>
    setAttached((now) => now.map((each) => (each.key === key ? { ...each, state } : each)));
  const send = (key: string, content: File): void => {
    put(key, { kind: "sending" });
    sendFile(attachmentSchema, `/v1/cases/${caseId}/files`, content, key).then(
      (file) => put(key, { kind: "ready", file }),
      (error: unknown) => put(key, { kind: "failed", error }),
    );
  };
  const ready = attached.flatMap(({ state }) => (state.kind === "ready" ? [state.file.fileId] : []));
  return {
    attached,
    ids: attached.some(({ state }) => state.kind === "sending") ? null : ready,
    again: ({ key, content }: Attached) => send(key, content),
    remove: (key: string) => setAttached((now) => now.filter((each) => each.key !== key)),
    /** Those that went with a reply; what could not be sent stays, to be read. */
    clear: () => setAttached((now) => now.filter(({ state }) => state.kind === "failed")),
    attach: (files: readonly File[]): void => {
      const fresh = files.map((content): Attached => {
        const key = crypto.randomUUID();
        return { key, content, state: { kind: "sending" } };
      });
      setAttached((now) => [...now, ...fresh]);
      for (const { key, content } of fresh) send(key, content);
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
  const { attached, remove, again } = of;
  if (attached.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <ul aria-label="Files for the reply" className="flex flex-col gap-1">
        {attached.map((each) => (
          <li key={each.key} className="flex flex-col gap-1 rounded-md border px-2 py-1">
            <span className="flex items-center gap-2">
              <span className="min-w-0 flex-1 truncate">{each.content.name}</span>
              <span className="text-xs text-muted" role="status">
                {sizeText(each.content.size)} · {stateText[each.state.kind]}
              </span>
              {each.state.kind === "failed" ? (
                <Button
                  look="quiet"
                  icon={<RotateCcw className="size-4" />}
                  aria-label={`Send ${each.content.name} again`}
                  onClick={() => again(each)}
                />
              ) : null}
              <Button
                look="quiet"
                icon={<X className="size-4" />}
                aria-label={`Remove ${each.content.name}`}
                onClick={() => remove(each.key)}
              />
            </span>
            {each.state.kind === "failed" ? <Problem error={each.state.error} /> : null}
          </li>
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

const stateText: Readonly<Record<Attached["state"]["kind"], string>> = {
  sending: "sending …",
  ready: "ready",
  failed: "not sent",
};
