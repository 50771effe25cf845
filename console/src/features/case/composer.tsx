import { type CaseView, changedCaseSchema } from "@purser/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { classNames } from "../../lib/class-names.ts";
import { post } from "../../lib/api.ts";
import { useShortcuts } from "../../lib/keyboard.ts";
import { useSignedIn } from "../../lib/session.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { Problem } from "../../ui/states.tsx";
import { caseKey } from "./use-case.ts";

type Mode = "reply" | "note" | "return";
const modes = {
  reply: { tab: "Reply", label: "Your reply to the customer", send: "Send", path: "reply" },
  note: {
    tab: "Note",
    label: "A note for teammates; the customer does not see it",
    send: "Add the note",
    path: "notes",
  },
  return: { tab: "Give back", label: "What the agent is to know", send: "Give back to the agent", path: "return" },
} as const;

/** What a person writes in a case, and taking it over first. */
export function Composer({ view, writers }: { view: CaseView; writers: readonly string[] }) {
  const { person } = useSignedIn();
  const isMine = view.owner.kind === "teammate" && view.owner.teammateId === person.id;
  const isOver = view.status === "closed";
  const [chosen, setMode] = useState<Mode>("reply");
  const mode = isMine ? chosen : "note";
  const box = useRef<HTMLDivElement>(null);
  const take = useSend(view.caseId);
  const choose = (next: Mode): void => {
    // At once: what is typed right after the shortcut belongs into the field.
    flushSync(() => setMode(next));
    box.current?.querySelector("textarea")?.focus();
  };
  useShortcuts({
    ...(isMine || isOver ? {} : { t: () => take.mutate({ path: "takeover", body: {} }) }),
    ...(isMine ? { r: () => choose("reply"), b: () => choose("return") } : {}),
    n: () => choose("note"),
  });
  return (
    <section aria-label="Write" ref={box} className="border-t bg-surface px-4 py-3 md:px-6">
      <div className="mx-auto flex max-w-6xl flex-col gap-2">
        <div className="flex flex-wrap items-center gap-1">
          {(["reply", "note", "return"] as const)
            .filter((each) => isMine || each === "note")
            .map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={each === mode}
                onClick={() => choose(each)}
                className={classNames(
                  "h-7 rounded-md px-2",
                  each === mode ? "bg-sunken font-medium" : "text-muted hover:text-text",
                )}
              >
                {modes[each].tab}
              </button>
            ))}
          {isMine || isOver ? null : (
            <Button
              look="solid"
              shortcut="T"
              className="ml-auto"
              disabled={take.isPending}
              onClick={() => take.mutate({ path: "takeover", body: {} })}
            >
              Take over
            </Button>
          )}
        </div>
        <Problem error={take.error} />
        <p role="status" className="font-medium text-warn empty:hidden">
          {writers.length === 0
            ? null
            : `${writers.join(" and ")} ${writers.length === 1 ? "is" : "are"} writing here just now.`}
        </p>
        <Writing key={mode} mode={mode} caseId={view.caseId} />
      </div>
    </section>
  );
}

function useSend(caseId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { path: string; body: object }) =>
      post(changedCaseSchema, `/v1/cases/${caseId}/${path}`, body),
    onSettled: () => client.invalidateQueries({ queryKey: caseKey(caseId) }),
  });
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

function Writing({ mode, caseId }: { mode: Mode; caseId: string }) {
  const [text, setText] = useState("");
  const send = useSend(caseId);
  const tell = useTellTyping(caseId);
  const { label, send: sendLabel, path } = modes[mode];
  const words = text.trim();
  const isReady = (words !== "" || mode === "return") && !send.isPending;
  const submit = (): void => {
    if (!isReady) return;
    const body = mode === "return" ? (words === "" ? {} : { note: words }) : { text: words };
    send.mutate({ path, body }, { onSuccess: () => setText("") });
  };
  return (
    <div className="flex flex-col gap-2">
      <TextField
        label={label}
        isLabelHidden
        placeholder={label}
        rows={2}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          tell();
        }}
        onSend={submit}
        onKeyUp={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <Problem error={send.error} />
      <Button
        look={mode === "note" ? "plain" : "solid"}
        shortcut="Ctrl ↵"
        className="self-end"
        disabled={!isReady}
        onClick={submit}
      >
        {sendLabel}
      </Button>
    </div>
  );
}
