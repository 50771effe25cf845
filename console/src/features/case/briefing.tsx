import { type CaseView, briefingSchema } from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { read } from "../../lib/api.ts";
import { Time } from "../../lib/time.tsx";
import { Badge } from "../../ui/badge.tsx";
import { caseKey } from "./use-case.ts";

/** What whoever takes the case needs: what she wants, what to do first, what is open, and what she was promised. */
export function Briefing({ view }: { view: CaseView }) {
  const briefing = useQuery({
    queryKey: [...caseKey(view.caseId), "briefing"],
    queryFn: ({ signal }) => read(briefingSchema, `/v1/cases/${view.caseId}/briefing`, signal),
  });
  if (briefing.data === undefined) return null;
  const { why, wants, suggestion, open, promises, sentiment } = briefing.data.packet;
  return (
    <section aria-label="Briefing" className="flex flex-col gap-2 rounded-lg border bg-surface p-3">
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-medium">Briefing</h2>
        {sentiment.isFrustrated ? <Badge tone="bad">Upset</Badge> : null}
      </div>
      <p className="text-muted">{why}</p>
      <dl className="flex flex-col gap-2">
        <Line name="She wants" texts={[wants]} />
        <Line name="Do first" texts={[suggestion.text]} />
        <Line name="Open" texts={open} />
      </dl>
      {promises.map(({ text, until, at }) => (
        <p key={`${at} ${text}`}>
          <span className="text-muted">She was told: </span>
          {text} {until === null ? null : <Time at={until} />}
        </p>
      ))}
    </section>
  );
}

function Line({ name, texts }: { name: string; texts: readonly string[] }) {
  const said = [...new Set(texts)].filter((text) => text.trim() !== "");
  if (said.length === 0) return null;
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      {said.map((text) => (
        <dd key={text}>{text}</dd>
      ))}
    </div>
  );
}
