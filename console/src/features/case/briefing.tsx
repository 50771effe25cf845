import { type CaseView, type NextAction, briefingSchema } from "@purser/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { z } from "zod";
import { read } from "../../lib/api.ts";
import { Sentence, Time } from "../../lib/time.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/states.tsx";
import { caseKey, useChangeCase, useTakeOver } from "./use-case.ts";

/** What whoever takes the case needs: what she wants, what to do first, what is open, and what she was promised. */
export function Briefing({ view, onDraft }: { view: CaseView; onDraft: () => void }) {
  const briefing = useQuery({
    queryKey: [...caseKey(view.caseId), "briefing"],
    queryFn: ({ signal }) => read(briefingSchema, `/v1/cases/${view.caseId}/briefing`, signal),
  });
  if (briefing.data === undefined) return null;
  const { packet, next } = briefing.data;
  const { why, wants, done, open, promises, sentiment, files = [] } = packet;
  return (
    <section aria-label="Briefing" className="flex flex-col gap-2 rounded-lg border bg-surface p-3">
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-medium">Briefing</h2>
        {sentiment.isFrustrated ? <Badge tone="bad">Upset</Badge> : null}
      </div>
      {view.owner.kind === "agent" ? null : <p className="text-muted">{why}</p>}
      <Next next={next} caseId={view.caseId} onDraft={onDraft} />
      <dl className="flex flex-col gap-2">
        <Line name="She wants" texts={[wants]} />
        <Line name="Done" texts={done} />
        <Line name="Open" texts={open.filter((text) => !text.includes(next.text))} />
        <Line name="Files from her" texts={files.map(({ name }) => name)} />
        <Line name="How she sounds" texts={[soundOf(sentiment)]} />
      </dl>
      {promises.map(({ text, until, at }) => (
        <p key={`${at} ${text}`}>
          <span className="text-muted">She was told: </span>
          {text}
          {until === null ? null : (
            <span className="text-muted">
              {" "}
              – due <Time at={until} />
            </span>
          )}
        </p>
      ))}
    </section>
  );
}

function soundOf({ frustratedMessages, messages }: z.infer<typeof briefingSchema>["packet"]["sentiment"]): string {
  if (messages === 0) return "";
  return frustratedMessages === 0 ? "Calm so far." : `Upset in ${frustratedMessages} of ${messages} messages.`;
}

/** What the case needs most now, and the one click that does it. */
function Next({ next, caseId, onDraft }: { next: NextAction; caseId: string; onDraft: () => void }) {
  const act = useChangeCase(caseId);
  const take = useTakeOver(caseId);
  const does: { name: string; run: () => void } | null =
    next.kind === "take-over"
      ? take
      : next.kind === "give-back"
        ? { name: "Give back", run: () => act.mutate({ path: "return", body: {} }) }
        : next.kind === "propose"
          ? {
              name: "Propose it",
              run: () => act.mutate({ path: "proposals", body: { ...next.call, reason: next.text } }),
            }
          : next.kind === "reply"
            ? { name: "Draft a reply", run: onDraft }
            : null;
  return (
    <div className="flex flex-col items-start gap-2 rounded-md bg-accent-soft px-3 py-2">
      <p className="text-xs font-medium text-accent">Next</p>
      <p>
        <Sentence text={next.text} />
      </p>
      {next.kind === "decide" ? (
        <Link to="/approvals" search={{ pause: next.pauseId }} className="font-medium text-accent hover:underline">
          Decide
        </Link>
      ) : null}
      {does === null ? null : (
        <Button className="!h-7" disabled={act.isPending || take.isPending} onClick={does.run}>
          {does.name}
        </Button>
      )}
      <Problem error={act.error ?? take.error} />
    </div>
  );
}

function Line({ name, texts }: { name: string; texts: readonly string[] }) {
  const said = [...new Set(texts)].filter((text) => text.trim() !== "");
  if (said.length === 0) return null;
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      {said.map((text) => (
        <dd key={text} className="wrap-anywhere">
          <Sentence text={text} />
        </dd>
      ))}
    </div>
  );
}
