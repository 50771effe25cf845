import { type CaseSummary, type CaseView, inboxPageSchema } from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { read, withQuery } from "../../lib/api.ts";
import { Time } from "../../lib/time.tsx";
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
          <Choice cases={open} customerRef={view.customerRef} chosen={into} onChoose={setChosen} />
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

/** What was said last in each of her cases, by which people tell them apart. */
function useLastWords(customerRef: string | null): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ["last-words", customerRef],
    enabled: customerRef !== null,
    queryFn: ({ signal }) => read(inboxPageSchema, withQuery("/v1/inbox", { q: customerRef, limit: 20 }), signal),
  });
  return new Map(data?.cases.map(({ caseId, lastMessage }) => [caseId, lastMessage?.text ?? ""]));
}

function Choice(props: {
  cases: readonly CaseSummary[];
  customerRef: string | null;
  chosen: string;
  onChoose: (caseId: string) => void;
}) {
  const { cases, customerRef, chosen, onChoose } = props;
  const lastWords = useLastWords(customerRef);
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 font-medium">Which goes on</legend>
      {cases.map(({ caseId, status, channel, openedAt }) => (
        <label key={caseId} className="flex items-start gap-2 rounded-md px-2 py-1 hover:bg-hover">
          <input
            type="radio"
            name="into"
            className="mt-1 accent-accent-solid"
            checked={caseId === chosen}
            onChange={() => onChoose(caseId)}
          />
          <span className="min-w-0 flex-1">
            {shortId(caseId)}{" "}
            <span className="text-muted">
              {status}, {channel}, opened <Time at={openedAt} />
            </span>
            <span className="block truncate text-muted">{lastWords.get(caseId)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
