import type { CaseView } from "@purser/contract";
import { useState } from "react";
import { whatClosingDoes } from "../../lib/case-action-dialog.tsx";
import { useShortcuts } from "../../lib/keyboard.ts";
import { useSignedIn } from "../../lib/session.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field, TextField } from "../../ui/field.tsx";
import { Form, FormEnd } from "../../ui/form.tsx";
import { MergeForm } from "./merge-form.tsx";
import { useChangeCase } from "./use-case.ts";

type Action = "close" | "reopen" | "merge";
const titles = { close: "Close the case", reopen: "Open the case again", merge: "Merge into another case" } as const;

/** What ends a case, or begins it again; each asks for the reason first. */
export function CaseActions({ view }: { view: CaseView }) {
  const [open, setOpen] = useState<Action | null>(null);
  const { person } = useSignedIn();
  const isOver = view.status === "closed" || view.status === "resolved";
  const canReopen = isOver && view.mergedInto === null && view.parent === null;
  const mayAct = person.role !== "auditor";
  useShortcuts({
    ...(view.status === "closed" || !mayAct ? {} : { c: () => setOpen("close"), m: () => setOpen("merge") }),
    ...(canReopen && mayAct ? { u: () => setOpen("reopen") } : {}),
  });
  if (!mayAct) return null;
  const close = (): void => setOpen(null);
  return (
    <div className="flex items-center gap-1">
      {canReopen ? (
        <Button look="quiet" shortcut="U" onClick={() => setOpen("reopen")}>
          Reopen
        </Button>
      ) : null}
      {view.status === "closed" ? null : (
        <>
          <Button look="quiet" shortcut="M" onClick={() => setOpen("merge")}>
            Merge
          </Button>
          <Button look="quiet" shortcut="C" onClick={() => setOpen("close")}>
            Close
          </Button>
        </>
      )}
      <Dialog title={open === null ? "" : titles[open]} isOpen={open !== null} onClose={close}>
        {open === "merge" ? <MergeForm view={view} onClose={close} /> : null}
        {open === "close" || open === "reopen" ? <EndForm action={open} caseId={view.caseId} onClose={close} /> : null}
      </Dialog>
    </div>
  );
}

/** Closing and opening again: why, and whether she is told. */
function EndForm({ action, caseId, onClose }: { action: "close" | "reopen"; caseId: string; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [message, setMessage] = useState("");
  const [isTold, setIsTold] = useState(false);
  const act = useChangeCase(caseId, onClose);
  const isReady = reason.trim() !== "" && (!isTold || message.trim() !== "") && !act.isPending;
  const submit = (): void => {
    if (!isReady) return;
    act.mutate({ path: action, body: { reason: reason.trim(), ...(isTold ? { message: message.trim() } : {}) } });
  };
  return (
    <Form className="flex flex-col gap-4 p-5" onSubmit={submit}>
      <p className="text-muted">
        {action === "close" ? whatClosingDoes : "You have it then, and the agent stays silent until you give it back."}
      </p>
      <Field
        label="Why"
        hint="It stands in the log, with your name."
        required
        autoFocus
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          className="accent-accent-solid"
          checked={isTold}
          onChange={(event) => setIsTold(event.target.checked)}
        />
        Tell the customer
      </label>
      {isTold ? (
        <TextField
          label="What she reads"
          value={message}
          onChange={(event) => setMessage(event.target.value)}
          onSend={submit}
        />
      ) : null}
      <FormEnd
        submit={action === "close" ? "Close the case" : "Open it again"}
        isDisabled={!isReady}
        error={act.error}
        cancel="Leave it"
        onCancel={onClose}
      />
    </Form>
  );
}
