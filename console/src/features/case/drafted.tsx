import type { ReplyDraft } from "@purser/contract";
import { replyDraftSchema } from "@purser/contract";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { post } from "../../lib/api.ts";
import { useTitles } from "../../lib/blueprint.ts";
import { useShortcuts } from "../../lib/keyboard.ts";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/states.tsx";
import { useChangeCase } from "./use-case.ts";

/** What the agent would write; it is sent by whoever reads it. */
export function useDraft(caseId: string, isWanted: boolean, wish: number, onText: (text: string) => void) {
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

type Props = { draft: ReplyDraft; caseId: string; written: string; onUse: (text: string) => void };

/** Why the agent would write this, or what it would do instead, in one click. What a person has written gives way to it only by a click. */
export function Drafted({ draft: { text, call, reason, lookedUp }, caseId, written, onUse }: Props) {
  const propose = useChangeCase(caseId);
  const { titles } = useTitles();
  const isOffered = text !== null && !written.includes(text.trim());
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 rounded-md bg-accent-soft px-3 py-2 text-accent">
      <span className="min-w-0 flex-1">
        {text === null
          ? call === null
            ? "No draft. "
            : `The agent would do this first: ${titles.tool(call.tool)}. `
          : ""}
        {reason} {lookedUp.length === 0 ? "" : `It read ${lookedUp.map(titles.tool).join(", ")}.`}
        {isOffered ? <span className="mt-1 block whitespace-pre-wrap text-text">{text}</span> : null}
      </span>
      {isOffered ? (
        <Button className="!h-7 text-text" onClick={() => onUse(text)}>
          {written.trim() === "" ? "Use it" : "Use it instead"}
        </Button>
      ) : null}
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
