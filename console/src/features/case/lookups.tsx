import { type LookupAnswer, caseLookupsSchema, lookupAnswerSchema } from "@purser/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { post, read } from "../../lib/api.ts";
import { Time } from "../../lib/time.tsx";
import { Button } from "../../ui/button.tsx";
import { Fields } from "../../ui/fields.tsx";
import { Problem } from "../../ui/states.tsx";
import { Part } from "./part.tsx";
import { caseKey } from "./use-case.ts";

/** Her records in the systems of record, read when somebody asks: each look-up passes the guard and stands in the log. */
export function Lookups({ caseId }: { caseId: string }) {
  const { data } = useQuery({
    queryKey: [...caseKey(caseId), "lookups"],
    queryFn: ({ signal }) => read(caseLookupsSchema, `/v1/cases/${caseId}/lookups`, signal),
  });
  if (data === undefined || data.lookups.length === 0) return null;
  return (
    <Part title="In the systems of record">
      <ul className="flex flex-col gap-1">
        {data.lookups.map((lookup) => (
          <One key={lookup.tool} caseId={caseId} {...lookup} />
        ))}
      </ul>
    </Part>
  );
}

function One({ caseId, tool, title, args }: { caseId: string; tool: string; title: string; args: object }) {
  const look = useMutation({
    mutationFn: () => post(lookupAnswerSchema, `/v1/cases/${caseId}/lookups`, { tool, args }),
  });
  return (
    <li className="flex flex-col gap-2">
      <Button
        className="!justify-start"
        look="quiet"
        icon={<Search className="size-4 shrink-0" />}
        disabled={look.isPending}
        onClick={() => look.mutate()}
      >
        <span className="truncate">{look.isPending ? "Looking …" : title}</span>
      </Button>
      <Problem error={look.error} />
      {look.data === undefined ? null : <Answer answer={look.data} />}
    </li>
  );
}

function Answer({ answer: { outcome, readAt } }: { answer: LookupAnswer }) {
  return (
    <div role="status" className="rounded-lg border bg-surface p-3 text-xs">
      {outcome.kind === "found" ? (
        <>
          <Fields fields={outcome.result} />
          <p className="mt-2 text-muted">
            Read <Time at={readAt} />
          </p>
        </>
      ) : (
        <p className="text-bad">
          {outcome.kind === "failed" ? "It could not be seen" : "It was refused"}: {outcome.detail}
        </p>
      )}
    </div>
  );
}
