import { type JsonObject, type RecordsBeside as Shown, caseRecordsSchema } from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { codeOf, read } from "../../lib/api.ts";
import { useSignedIn } from "../../lib/session.ts";
import { Sentence, Time } from "../../lib/time.tsx";
import { currencyIn, fieldOf } from "../../lib/words.ts";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/states.tsx";
import { Part } from "./part.tsx";

/** The server reads anew no more often than this. */
const freshForMs = 60_000;
const notTheirs = "PUR-2161";

/** What the blueprint shows of her records by itself: read when the case is opened, and on demand. */
export function RecordsBeside({ caseId, customerRef }: { caseId: string; customerRef: string | null }) {
  const { person } = useSignedIn();
  const found = useQuery({
    queryKey: ["records-beside", caseId, customerRef],
    enabled: customerRef !== null && person.role !== "auditor",
    queryFn: ({ signal }) => read(caseRecordsSchema, `/v1/cases/${caseId}/records`, signal),
    staleTime: freshForMs,
  });
  if (found.data === undefined) return codeOf(found.error) === notTheirs ? null : <Problem error={found.error} />;
  return found.data.lookups.map((shown) => (
    <One key={shown.tool} shown={shown} isReading={found.isFetching} onRead={() => void found.refetch()} />
  ));
}

function One({ shown, isReading, onRead }: { shown: Shown; isReading: boolean; onRead: () => void }) {
  const { title, readAt, outcome } = shown;
  return (
    <Part title={title}>
      {outcome.kind === "found" ? (
        <>
          {outcome.records.length === 0 ? <p className="text-muted">There are none.</p> : null}
          <ul aria-label={title} className="flex flex-col gap-1.5">
            {outcome.records.map((record) => (
              <Record key={JSON.stringify(record)} record={record} />
            ))}
          </ul>
          {outcome.more === 0 ? null : <p className="mt-1 text-muted">And {outcome.more} more.</p>}
        </>
      ) : (
        <p role="status" className={outcome.kind === "failed" ? "text-bad" : "text-muted"}>
          {outcome.kind === "failed" ? "They could not be seen" : "They are not shown"}: {outcome.detail}
        </p>
      )}
      <p className="mt-1 flex items-center gap-1 text-xs text-muted">
        {outcome.kind === "found" ? "Read" : "Tried"} <Time at={readAt} />
        <Button look="quiet" className="!h-6 !px-1.5 !text-xs" disabled={isReading} onClick={onRead}>
          {isReading ? "Reading …" : "Read again"}
        </Button>
      </p>
    </Part>
  );
}

/** The first field is its name; what is no more than the unit of another is not said by itself. */
function Record({ record }: { record: JsonObject }) {
  const { deployment } = useSignedIn();
  const currency = currencyIn(record, deployment.currency);
  const [name, ...rest] = Object.entries(record)
    .filter(([key]) => key !== "currency")
    .map(([key, value]) => ({ key, ...fieldOf(key, value, currency, deployment.locale) }));
  return (
    <li className="rounded-lg border bg-surface px-3 py-2">
      <p className="font-medium break-words">{name?.text}</p>
      <dl className="mt-0.5 flex flex-col gap-0.5 text-xs">
        {rest.map((field) => (
          <div key={field.key} className="flex gap-2">
            <dt className="shrink-0 text-muted">{field.name}</dt>
            <dd className="min-w-0 break-words">
              <Sentence text={field.text} />
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
