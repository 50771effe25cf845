import type { CaseSummary, CaseView } from "@purser/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { shortId } from "../../lib/words.ts";
import { Field } from "../../ui/field.tsx";
import { Form, FormEnd } from "../../ui/form.tsx";
import { useChangeCase, useOtherCases } from "./use-case.ts";

/** Which of her other open cases goes on. */
export function MergeForm({ view, onClose }: { view: CaseView; onClose: () => void }) {
  const others = useOtherCases(view.customerId, view.caseId);
  const open = (others.data ?? []).filter(({ status }) => status !== "closed");
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const navigate = useNavigate();
  const merge = useChangeCase(view.caseId, (caseId) => {
    onClose();
    void navigate({ to: "/cases/$caseId", params: { caseId } });
  });
  const into = chosen ?? open[0]?.caseId ?? null;
  return (
    <Form
      className="flex flex-col gap-4 p-5"
      onSubmit={() => merge.mutate({ path: "merge", body: { into, reason: reason.trim() } })}
    >
      <p className="text-muted">
        {into === null
          ? "This customer has no other case that is open."
          : "This case is closed for good. The other goes on and is yours; what she writes here goes there."}
      </p>
      {into === null ? null : (
        <>
          <Choice cases={open} chosen={into} onChoose={setChosen} />
          <Field
            label="Why"
            hint="It stands in both logs."
            required
            autoFocus
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </>
      )}
      <FormEnd
        submit={into === null ? null : "Merge"}
        isDisabled={reason.trim() === "" || merge.isPending}
        error={merge.error}
        cancel="Leave it"
        onCancel={onClose}
      />
    </Form>
  );
}

function Choice(props: { cases: readonly CaseSummary[]; chosen: string; onChoose: (caseId: string) => void }) {
  const { cases, chosen, onChoose } = props;
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">Which goes on</legend>
      {cases.map(({ caseId, status, channel }) => (
        <label key={caseId} className="flex items-center gap-2 rounded-md px-2 py-1 hover:bg-hover">
          <input
            type="radio"
            name="into"
            className="accent-accent-solid"
            checked={caseId === chosen}
            onChange={() => onChoose(caseId)}
          />
          {shortId(caseId)}
          <span className="text-muted">
            {status}, {channel}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
