import { type AuditReport, auditReportSchema, checkpointListSchema } from "@purser/contract";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ShieldCheck } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { read, withQuery } from "../../lib/api.ts";
import { Time } from "../../lib/time.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Failed, Loading, Problem } from "../../ui/states.tsx";
import { SettingsFrame } from "./settings-frame.tsx";

/** That no log was changed: verified from here, signed by checkpoints, and exported by who runs the server. */
export function Audit() {
  return (
    <SettingsFrame name="Audit">
      <div className="flex max-w-4xl flex-col gap-8">
        <Verification />
        <Checkpoints />
        <section aria-label="Export">
          <h2 className="mb-1 font-semibold">Export</h2>
          <p className="mb-2 text-muted">
            An export holds the rows of all logs without what they say, so no personal data, and all checkpoints. It is
            made where the server runs, and verified anywhere, without the server:
          </p>
          <pre className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-xs" tabIndex={0}>
            purser audit export AUDIT.jsonl{"\n"}purser audit verify AUDIT.jsonl --public-key KEY
          </pre>
        </section>
      </div>
    </SettingsFrame>
  );
}

const casesPerPart = 50;

/** Verifies part after part, and tells after each how far it is. */
function useVerification() {
  const [soFar, setSoFar] = useState<AuditReport | null>(null);
  const leaving = useRef(new AbortController());
  useEffect(() => () => leaving.current.abort(), []);
  const verify = useMutation({
    mutationFn: async () => {
      leaving.current = new AbortController();
      let sum: AuditReport = { cases: 0, events: 0, problem: null };
      let cursor: string | undefined;
      do {
        setSoFar(sum);
        const path = withQuery("/v1/audit/verify", { limit: casesPerPart, cursor });
        const part: AuditReport = await read(auditReportSchema, path, leaving.current.signal);
        sum = { cases: sum.cases + part.cases, events: sum.events + part.events, problem: part.problem };
        cursor = part.next;
      } while (cursor !== undefined);
      return sum;
    },
  });
  return { verify, soFar, stop: () => leaving.current.abort() };
}

function Verification() {
  const { verify, soFar, stop } = useVerification();
  return (
    <section aria-label="Verification">
      <h2 className="mb-1 font-semibold">Logs</h2>
      <p className="mb-3 text-muted">
        Each event of a case names the one before it by its hash. Verifying reads all of them and follows every link.
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          look="solid"
          icon={<ShieldCheck className="size-4" />}
          disabled={verify.isPending}
          onClick={() => verify.mutate()}
        >
          Verify all logs
        </Button>
        {verify.isPending ? <Button onClick={stop}>Stop</Button> : null}
        <p role="status">
          {verify.isPending ? `${counted(soFar)} so far …` : null}
          {verify.data?.problem === null ? (
            <>
              <Badge tone="good">Verified</Badge> {counted(verify.data)}: every link holds.
            </>
          ) : null}
        </p>
      </div>
      {verify.error instanceof DOMException ? null : <Problem error={verify.error} />}
      {verify.data === undefined || verify.data.problem === null ? null : <Broken report={verify.data} />}
    </section>
  );
}

function counted(report: AuditReport | null): string {
  const { cases, events } = report ?? { cases: 0, events: 0 };
  return `${cases.toLocaleString()} ${cases === 1 ? "case" : "cases"} with ${events.toLocaleString()} events`;
}

function Broken({ report: { problem } }: { report: AuditReport }) {
  if (problem === null) return null;
  const { caseId, seq, what } = problem;
  return (
    <div role="alert" className="mt-3 rounded-md bg-bad-soft px-3 py-2 text-bad">
      <p className="font-medium">
        The first link that does not hold is event {seq} of{" "}
        <Link to="/cases/$caseId" params={{ caseId }} className="underline">
          {caseId}
        </Link>
      </p>
      <p>
        {what} Compare with an export that was kept elsewhere, and restore from a backup made before; nothing that came
        after it was verified.
      </p>
    </div>
  );
}

function Checkpoints() {
  const found = useQuery({
    queryKey: ["checkpoints"],
    queryFn: ({ signal }) => read(checkpointListSchema, "/v1/audit/checkpoints", signal),
  });
  return (
    <section aria-label="Checkpoints">
      <h2 className="mb-1 font-semibold">Checkpoints</h2>
      <p className="mb-2 text-muted">Signed statements about where every log stood; one is made each day.</p>
      {found.isPending ? (
        <Loading what="the checkpoints" />
      ) : found.isError ? (
        <Failed error={found.error} onRetry={() => void found.refetch()} />
      ) : found.data.checkpoints.length === 0 ? (
        <p>None yet. The first is made a minute after the server has started, or with purser audit checkpoint.</p>
      ) : (
        <>
          <p className="mb-2">
            Keep this public key where nobody of this machine can change it:{" "}
            <code className="font-mono text-xs break-all select-all">{found.data.publicKey}</code>
          </p>
          <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="The last checkpoints">
            <table className="w-full text-left">
              <thead className="text-xs text-muted">
                <tr>
                  {["Number", "Made", "Logs that moved", "Hash"].map((name) => (
                    <th key={name} scope="col" className="border-b py-2 pr-4 font-medium whitespace-nowrap">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {found.data.checkpoints.map(({ number, at, heads, hash }) => (
                  <tr key={number} className="border-b">
                    <td className="py-2 pr-4 tabular-nums">{number}</td>
                    <td className="py-2 pr-4">
                      <Time at={at} />
                    </td>
                    <td className="py-2 pr-4 tabular-nums">{heads}</td>
                    <td className="py-2 font-mono text-xs" title={hash}>
                      {hash.slice(0, 16)}…
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}
