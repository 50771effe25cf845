import { Link } from "@tanstack/react-router";
import { CircleAlert, CloudOff, Inbox, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { ApiError } from "../lib/api.ts";
import type { LiveState } from "../lib/live.ts";
import { Button } from "./button.tsx";

/** What is shown in place of what is not there (yet). */
function State({ icon, title, children }: { icon: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className="flex min-h-60 flex-1 flex-col items-center justify-center gap-2 p-8 text-center">
      <div className="mb-1 text-muted">{icon}</div>
      <p className="text-base font-medium">{title}</p>
      <div className="max-w-sm text-muted">{children}</div>
    </div>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <div role="status" className="flex min-h-60 flex-1 items-center justify-center gap-2 text-muted">
      <LoaderCircle className="size-4 animate-spin" aria-hidden="true" />
      Reading {what} …
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <State icon={<Inbox className="size-7" strokeWidth={1.5} aria-hidden="true" />} title={title}>
      {children}
    </State>
  );
}

/** What an address leads to is not there: why that may be, and the way on. */
export function NotThere({ title, children }: { title: string; children: string }) {
  return (
    <Empty title={title}>
      {children}{" "}
      <Link to="/inbox" className="font-medium text-accent hover:underline">
        Go to the inbox
      </Link>
    </Empty>
  );
}

/** It is not theirs, or it is not there. */
const refusedForGood = [403, 404, 410];

/** What the server refuses for good is not offered to be tried again. */
export function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const problem = error instanceof ApiError ? error.problem : null;
  const isRefused = problem !== null && refusedForGood.includes(problem.status);
  const Icon = isRefused ? CircleAlert : CloudOff;
  return (
    <div role="alert" className="flex flex-1 flex-col">
      <State
        icon={<Icon className="size-7" strokeWidth={1.5} aria-hidden="true" />}
        title={error instanceof Error ? error.message : "This did not work."}
      >
        {problem === null ? null : (
          <p>
            {problem.detail} {problem.todo} <span className="whitespace-nowrap">({problem.code})</span>
          </p>
        )}
        {isRefused ? null : (
          <Button className="mt-3 text-text" onClick={onRetry}>
            Try again
          </Button>
        )}
      </State>
    </div>
  );
}

/** One line for what a form or a button met. */
export function Problem({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const problem = error instanceof ApiError ? error.problem : null;
  const text = problem === null ? (error instanceof Error ? error.message : "This did not work.") : problem.title;
  return (
    <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-bad">
      {text} {problem === null ? null : `${problem.detail} ${problem.todo}`}
    </p>
  );
}

/** Whether what is shown is what is: said in words when it is not. */
export function Liveness({ state }: { state: LiveState }) {
  const words = { connecting: "Connecting", live: "Live", lost: "Offline: what you see may be old" }[state];
  const dots = { connecting: "bg-line-strong", live: "bg-good", lost: "bg-bad" };
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-xs text-muted">
      <span className={`size-1.5 shrink-0 rounded-full ${dots[state]}`} aria-hidden="true" />
      {words}
    </span>
  );
}
