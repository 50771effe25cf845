import { useLayoutEffect, useRef } from "react";
import { classNames } from "../../lib/class-names.ts";
import { Time } from "../../lib/time.tsx";
import type { Message, Moment } from "./read-moments.ts";
import { SaidFiles } from "./said-files.tsx";
import { StepItem } from "./step-item.tsx";

export type Side = "conversation" | "trace" | "customer";

const nearEndPx = 160;

/** What was said and what was done, side by side on one axis of time; where there is room for one, the chosen one. */
export function Timeline(props: { caseId: string; moments: readonly Moment[]; doing: string | null; side: Side }) {
  const { caseId, moments, doing, side } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box !== null && isAtEnd.current) box.scrollTop = box.scrollHeight;
    // Also when the sentences of what was there already come in, which makes it longer.
  }, [moments, doing]);
  const hidden = {
    conversation: side === "conversation" ? "" : "max-lg:hidden",
    trace: side === "trace" ? "" : "max-lg:hidden",
  };
  return (
    <div
      ref={scroller}
      role="region"
      aria-label="Conversation and trace"
      tabIndex={0}
      className="focus-inset min-h-0 flex-1 overflow-y-auto px-4 py-4 md:px-6"
      onScroll={({ currentTarget: box }) => {
        isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearEndPx;
      }}
    >
      <ol className="mx-auto flex max-w-6xl flex-col">
        {moments.map((moment) => (
          <li key={moment.seq} className="lg:grid lg:grid-cols-[minmax(0,1fr)_4.5rem_minmax(0,1.05fr)]">
            <div className={classNames("min-w-0 pb-4", hidden.conversation)}>
              {moment.message === null ? null : <Bubble message={moment.message} caseId={caseId} />}
            </div>
            <div className="relative hidden justify-center lg:flex">
              <span className="absolute inset-y-0 w-px bg-line" aria-hidden="true" />
              <span className="relative mt-2 h-5 bg-canvas px-1 text-xs leading-5 text-muted">
                <Time at={moment.at} form="clock" />
              </span>
            </div>
            <ol className={classNames("flex min-w-0 flex-col pb-4", hidden.trace)}>
              {moment.steps.map((step) => (
                <StepItem key={step.seq} step={step} caseId={caseId} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
      <p role="status" className="mx-auto max-w-6xl text-muted">
        {doing}
      </p>
    </div>
  );
}

function Bubble({ message, caseId }: { message: Message; caseId: string }) {
  const { from, by, text, attachments, at } = message;
  const isOurs = from !== "customer";
  const name = { customer: "Customer", agent: "Agent", teammate: by ?? "Teammate" }[from];
  return (
    <article
      className={classNames("flex max-w-[92%] min-w-0 flex-col gap-1", isOurs ? "ml-auto items-end" : "items-start")}
    >
      <p className="px-1 text-xs text-muted">
        {name} · <Time at={at} />
      </p>
      <SaidFiles caseId={caseId} attachments={attachments} />
      <p
        className={classNames(
          "max-w-full rounded-2xl px-3.5 py-2 text-base wrap-anywhere whitespace-pre-wrap empty:hidden",
          {
            customer: "rounded-tl-md bg-sunken",
            agent: "rounded-tr-md bg-accent-soft",
            teammate: "rounded-tr-md bg-good-soft",
          }[from],
        )}
      >
        {text}
      </p>
    </article>
  );
}
