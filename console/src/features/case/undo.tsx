import { type CaseView, type UndoPreview, undoAcceptedSchema, undoPreviewSchema } from "@purser/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../lib/api.ts";
import { useTitles } from "../../lib/blueprint.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Form, FormEnd } from "../../ui/form.tsx";
import { Failed, Loading } from "../../ui/states.tsx";
import { caseKey } from "./use-case.ts";

type Call = CaseView["calls"][number];

/** Taking a call back: what it would mean first, and only then the question. */
export function Undo({ call, caseId, onClose }: { call: Call | null; caseId: string; onClose: () => void }) {
  const { titles } = useTitles();
  return (
    <Dialog title={call === null ? "Undo" : `Undo: ${titles.tool(call.tool)}`} isOpen={call !== null} onClose={onClose}>
      {call === null ? null : <UndoForm callKey={call.key} caseId={caseId} onClose={onClose} />}
    </Dialog>
  );
}

function UndoForm({ callKey, caseId, onClose }: { callKey: string; caseId: string; onClose: () => void }) {
  const path = `/v1/calls/${callKey}/undo`;
  const preview = useQuery({
    queryKey: ["undo", callKey],
    queryFn: () => post(undoPreviewSchema, path, { reason: "What would it mean?", dryRun: true }),
    gcTime: 0,
  });
  if (preview.isPending) return <Loading what="what it would mean" />;
  if (preview.isError) return <Failed error={preview.error} onRetry={() => void preview.refetch()} />;
  return <Decide preview={preview.data} path={path} caseId={caseId} onClose={onClose} />;
}

function Decide(props: { preview: UndoPreview; path: string; caseId: string; onClose: () => void }) {
  const { preview, path, caseId, onClose } = props;
  const [reason, setReason] = useState("");
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: () => post(undoAcceptedSchema, path, { reason: reason.trim() }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: caseKey(caseId) });
      onClose();
    },
  });
  return (
    <Form className="flex flex-col gap-4 p-5" onSubmit={() => undo.mutate()}>
      {preview.describe === null ? null : <p className="text-base font-medium">{preview.describe}</p>}
      <ul className="flex flex-col gap-1 text-muted">
        {[...new Set(preview.why)].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {preview.residue === null ? null : <li>What stays: {preview.residue}.</li>}
      </ul>
      {preview.possible ? (
        <Field
          label="Why"
          hint="It stands in the log. The guardrails judge this like any other action."
          required
          autoFocus
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      ) : null}
      <FormEnd
        submit={preview.possible ? "Propose to take it back" : null}
        isDisabled={undo.isPending || reason.trim() === ""}
        error={undo.error}
        cancel={preview.possible ? "Leave it" : "Close"}
        onCancel={onClose}
      />
    </Form>
  );
}
