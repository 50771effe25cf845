import { type CustomerFile, type CustomerRecord, customerRecordSchema, instantOf } from "@purser/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../lib/api.ts";
import { Time } from "../../lib/time.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { Problem } from "../../ui/states.tsx";

type OfCustomer = { customer: string; file: CustomerFile };

/** What is done about a customer: what is on record is read anew after it. */
export function useCustomerChange<Request>(
  customer: string,
  run: (path: string, request: Request) => Promise<unknown>,
  onDone: () => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: Request) => run(`/v1/customers/${encodeURIComponent(customer)}`, request),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: ["customer-file", customer] }),
  });
}

/** The records of these numbers, with what they say. */
export function recordsOf<Kind extends CustomerRecord["entry"]["kind"]>(
  { records }: CustomerFile,
  numbers: readonly number[],
  kind: Kind,
): (CustomerRecord & { entry: Extract<CustomerRecord["entry"], { kind: Kind }> })[] {
  return records.filter(
    (record): record is CustomerRecord & { entry: Extract<CustomerRecord["entry"], { kind: Kind }> } =>
      record.entry.kind === kind && numbers.includes(record.number),
  );
}

export function Holds({ customer, file, mayChange }: OfCustomer & { mayChange: boolean }) {
  const holds = recordsOf(file, file.holds, "hold.set");
  return (
    <section aria-label="Legal holds">
      <h2 className="mb-1 font-semibold">Legal holds</h2>
      <p className="mb-2 text-muted">
        {holds.length === 0 ? "None stands." : "While one stands nobody can erase her."}
      </p>
      <ul>
        {holds.map(({ number, by, at, entry }) => (
          <li key={number} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b py-2.5">
            <div className="min-w-0 flex-1 basis-60">
              <p className="font-medium">{entry.basis}</p>
              <p className="text-muted">
                Hold {number}, set by {by} <Time at={at} />;{" "}
                {entry.until === null ? (
                  "until it is released"
                ) : (
                  <>
                    until <Time at={entry.until} />
                  </>
                )}
              </p>
            </div>
            {mayChange ? (
              <EndRecord customer={customer} number={number} what="Release" at="holds" verb="release" />
            ) : null}
          </li>
        ))}
      </ul>
      {mayChange ? <SetHold customer={customer} /> : null}
    </section>
  );
}

function SetHold({ customer }: { customer: string }) {
  const [basis, setBasis] = useState("");
  const [until, setUntil] = useState("");
  const set = useCustomerChange(
    customer,
    (path, request: { basis: string; until?: string }) => post(customerRecordSchema, `${path}/holds`, request),
    () => {
      setBasis("");
      setUntil("");
    },
  );
  return (
    <Form
      className="mt-3 flex flex-wrap items-end gap-3"
      onSubmit={() => set.mutate({ basis, ...(until === "" ? {} : { until: instantOf(Date.parse(until)) }) })}
    >
      <Field
        label="Basis of a new hold"
        className="min-w-60 flex-1"
        required
        maxLength={500}
        placeholder="The law, contract or matter"
        value={basis}
        onChange={(event) => setBasis(event.target.value)}
      />
      <Field
        label="Until (may be left open)"
        type="date"
        value={until}
        onChange={(event) => setUntil(event.target.value)}
      />
      <Button type="submit" disabled={set.isPending}>
        Set the hold
      </Button>
      <div className="basis-full">
        <Problem error={set.error} />
      </div>
    </Form>
  );
}

/** Ends what stands, with a reason. */
export function EndRecord(props: {
  customer: string;
  number: number;
  what: string;
  at: "holds" | "requests";
  verb: "release" | "withdraw";
}) {
  const { customer, number, what, at, verb } = props;
  const [reason, setReason] = useState<string | null>(null);
  const end = useCustomerChange(
    customer,
    (path, given: string) => post(customerRecordSchema, `${path}/${at}/${number}/${verb}`, { reason: given }),
    () => setReason(null),
  );
  if (reason === null) return <Button onClick={() => setReason("")}>{what}</Button>;
  return (
    <Form className="flex flex-wrap items-end gap-2" onSubmit={() => end.mutate(reason)}>
      <Field
        label="Reason"
        required
        autoFocus
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit" look="solid" disabled={end.isPending}>
        {what}
      </Button>
      <Button onClick={() => setReason(null)}>Cancel</Button>
      <div className="basis-full">
        <Problem error={end.error} />
      </div>
    </Form>
  );
}

export function Records({ file: { records } }: { file: CustomerFile }) {
  return (
    <section aria-label="On record">
      <h2 className="mb-1 font-semibold">On record</h2>
      <p className="mb-2 text-muted">Never changed, and kept when she is erased.</p>
      {records.length === 0 ? <p>Nothing yet.</p> : null}
      <ol>
        {records.map(({ number, at, by, entry }) => (
          <li key={number} className="flex flex-wrap gap-x-3 border-b py-2">
            <span className="w-6 text-muted tabular-nums">{number}</span>
            <span className="min-w-0 flex-1 basis-60 break-words">{recordText(entry)}</span>
            <span className="text-muted">
              {by}, <Time at={at} />
            </span>
            {entry.kind === "request.carried-out" && entry.singleOperator ? <Badge tone="warn">Alone</Badge> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

function recordText(entry: CustomerRecord["entry"]): string {
  switch (entry.kind) {
    case "hold.set":
      return `Set a hold: ${entry.basis}`;
    case "hold.released":
      return `Released hold ${entry.hold}: ${entry.reason}`;
    case "request.made":
      return `Asked to ${entry.what} her: ${entry.legalBasis}`;
    case "request.withdrawn":
      return `Withdrew request ${entry.request}: ${entry.reason}`;
    case "request.carried-out":
      return entry.what === "erase"
        ? `Erased her, for request ${entry.request}`
        : `Handed out her data, for request ${entry.request}`;
  }
}
