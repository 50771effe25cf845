import {
  type CustomerExport,
  type CustomerFile,
  type CustomerRequestKind,
  type ErasureReport,
  customerExportSchema,
  customerRecordSchema,
  erasureReportSchema,
} from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../lib/api.ts";
import { download } from "../../lib/csv.ts";
import { Time } from "../../lib/time.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { Failed, Loading, Problem } from "../../ui/states.tsx";
import { EndRecord, recordsOf, useCustomerChange } from "./customer-records.tsx";

type OfCustomer = { customer: string; file: CustomerFile };

/** Export and erasure: one person asks, another one does it. */
export function Wishes({ customer, file }: OfCustomer) {
  return (
    <>
      <Wish customer={customer} file={file} what="export" title="Hand her data out" />
      <Wish customer={customer} file={file} what="erase" title="Erase her" />
    </>
  );
}

const asks = { export: "Ask for an export", erase: "Ask for her erasure" } as const;

function Wish({ customer, file, what, title }: OfCustomer & { what: CustomerRequestKind; title: string }) {
  const open = recordsOf(file, file.requests, "request.made").filter(({ entry }) => entry.what === what);
  const mayCarryOut = file.mayCarryOut.includes(what);
  const [missing, setMissing] = useState<CustomerExport["unreadable"]>([]);
  return (
    <section aria-label={title}>
      <h2 className="mb-1 font-semibold">{title}</h2>
      {missing.map(({ caseId, why }) => (
        <p key={caseId} role="status" className="mb-2 rounded-md bg-warn-soft px-3 py-2 text-warn">
          One case could not be read and is missing in the file that you handed out. {why}{" "}
          <span className="font-mono text-xs">({caseId})</span>
        </p>
      ))}
      {open.length === 0 ? (
        <p className="text-muted">
          Nobody has asked for it. Next: a lead or an admin asks and names the law or the contract; an admin who is
          somebody else does it.
        </p>
      ) : null}
      <ul>
        {open.map(({ number, at, by, entry }) => (
          <li key={number} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b py-2.5">
            <div className="min-w-0 flex-1 basis-60">
              <p className="font-medium">{entry.legalBasis}</p>
              <p className="text-muted">
                Request {number} of {by}, <Time at={at} />
              </p>
            </div>
            <EndRecord customer={customer} number={number} what="Withdraw" at="requests" verb="withdraw" />
          </li>
        ))}
      </ul>
      {open.length === 0 ? (
        <Ask customer={customer} what={what} />
      ) : !mayCarryOut ? (
        <p className="mt-2">
          Next: an admin other than {[...new Set(open.map(({ by }) => by))].join(", ")}{" "}
          {what === "erase" ? "erases her" : "hands it out"} on this page.
        </p>
      ) : what === "erase" ? (
        <Erase customer={customer} />
      ) : (
        <HandOut customer={customer} onMissing={setMissing} />
      )}
    </section>
  );
}

function Ask({ customer, what }: { customer: string; what: CustomerRequestKind }) {
  const [legalBasis, setLegalBasis] = useState("");
  const ask = useCustomerChange(
    customer,
    (path, basis: string) => post(customerRecordSchema, `${path}/requests`, { what, legalBasis: basis }),
    () => setLegalBasis(""),
  );
  return (
    <Form className="mt-3 flex flex-wrap items-end gap-3" onSubmit={() => ask.mutate(legalBasis)}>
      <Field
        label={what === "erase" ? "Legal basis of the erasure" : "Legal basis of the export"}
        className="min-w-60 flex-1"
        required
        maxLength={500}
        placeholder={what === "erase" ? "Art. 17 GDPR" : "Art. 15 GDPR"}
        value={legalBasis}
        onChange={(event) => setLegalBasis(event.target.value)}
      />
      <Button type="submit" disabled={ask.isPending}>
        {asks[what]}
      </Button>
      <div className="basis-full">
        <Problem error={ask.error} />
      </div>
    </Form>
  );
}

function HandOut({
  customer,
  onMissing,
}: {
  customer: string;
  onMissing: (cases: CustomerExport["unreadable"]) => void;
}) {
  const handOut = useCustomerChange(
    customer,
    async (path) => {
      const exported = await post(customerExportSchema, `${path}/export`);
      download(`${exported.customerId}.json`, JSON.stringify(exported, null, 2), "application/json");
      onMissing(exported.unreadable);
    },
    () => undefined,
  );
  return (
    <div className="mt-3 flex flex-col items-start gap-2">
      <p>Next: you. The file holds all that her cases say; each request is carried out once.</p>
      <Button look="solid" disabled={handOut.isPending} onClick={() => handOut.mutate(null)}>
        Hand it out as a file
      </Button>
      <Problem error={handOut.error} />
    </div>
  );
}

/** What will be gone, what stands in the way, and the customer typed once more. */
function Erase({ customer }: { customer: string }) {
  const [confirm, setConfirm] = useState("");
  const plan = useQuery({
    queryKey: ["customer-file", customer, "erasure"],
    queryFn: (): Promise<ErasureReport> =>
      post(erasureReportSchema, `/v1/customers/${encodeURIComponent(customer)}/erase`, { dryRun: true }),
    refetchOnWindowFocus: false,
  });
  const erase = useCustomerChange(
    customer,
    (path, typed: string) => post(erasureReportSchema, `${path}/erase`, { confirm: typed }),
    () => setConfirm(""),
  );
  if (erase.data !== undefined) return <p role="status">She is erased.</p>;
  if (plan.isPending) return <Loading what="what would be erased" />;
  if (plan.isError) return <Failed error={plan.error} onRetry={() => void plan.refetch()} />;
  const { caseIds, obstacles, unreadable } = plan.data;
  return (
    <div className="mt-3 flex flex-col gap-3">
      <WhatIsErased caseIds={caseIds} />
      {obstacles.map(({ caseId, why }) => (
        <p key={`${caseId} ${why}`} className="rounded-md bg-warn-soft px-3 py-2 text-warn">
          Not yet: {why} {caseId === null ? null : <span className="font-mono text-xs">({caseId})</span>}
        </p>
      ))}
      {unreadable.map(({ caseId, why }) => (
        <p key={caseId} className="rounded-md bg-warn-soft px-3 py-2 text-warn">
          One case cannot be read and goes with the others; whether a call of it is settled nobody can see. {why}{" "}
          <span className="font-mono text-xs">({caseId})</span>
        </p>
      ))}
      <Form className="flex flex-wrap items-end gap-3" onSubmit={() => erase.mutate(confirm)}>
        <Field
          label={`Type ${customer} to confirm`}
          className="min-w-60"
          autoComplete="off"
          value={confirm}
          onChange={(event) => setConfirm(event.target.value)}
        />
        <Button type="submit" look="danger" disabled={erase.isPending || confirm !== customer || obstacles.length > 0}>
          Erase her for good
        </Button>
      </Form>
      <Problem error={erase.error} />
    </div>
  );
}

function WhatIsErased({ caseIds }: Pick<ErasureReport, "caseIds">) {
  return (
    <>
      <p>Next: you. What will be gone for good, in this deployment:</p>
      <ul className="list-disc pl-5">
        <li>
          what {caseIds.length === 1 ? "her one case says" : `her ${caseIds.length} cases say`}:{" "}
          {caseIds.map((caseId) => (
            <Link key={caseId} to="/cases/$caseId" params={{ caseId }} className="mr-2 font-mono text-xs underline">
              {caseId}
            </Link>
          ))}
        </li>
        <li>what ties her reference to her id, and the keys that her data are encrypted with</li>
        <li>open questions, and messages to her that were not sent yet</li>
      </ul>
      <p className="text-muted">
        Left are the rows of the logs without what they say, and the records on this page. Not reached are backups made
        before and your systems of record.
      </p>
    </>
  );
}
