import { type DeskAction, caseTagSchema, deskActionSchema } from "@purser/contract";
import { type ReactNode, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Form } from "../ui/form.tsx";
import { Problem } from "../ui/states.tsx";
import { useSignedIn } from "./session.ts";
import { useTags } from "./tags.ts";
import { useTeammates } from "./teammates.ts";
import { exactTime } from "./time.tsx";

export type ActionKind = "tag" | "snooze" | "assign" | "close";
type Props = { kind: ActionKind | null; count: number; onClose: () => void; onAct: (action: DeskAction) => void };

const titles = { tag: "Tag", snooze: "Snooze", assign: "Assign", close: "Close" } as const;

/** Asks for what an action on cases needs, and hands the action over. */
export function CaseActionDialog({ kind, count, onClose, onAct }: Props) {
  const act = (action: DeskAction): void => {
    onClose();
    onAct(action);
  };
  const title = kind === null ? "" : `${titles[kind]} ${count === 1 ? "the case" : `${count} cases`}`;
  return (
    <Dialog title={title} isOpen={kind !== null} onClose={onClose}>
      {kind === "tag" ? <TagForm onAct={act} /> : null}
      {kind === "snooze" ? <SnoozeForm onAct={act} /> : null}
      {kind === "assign" ? <AssignForm onAct={act} /> : null}
      {kind === "close" ? <CloseForm onAct={act} /> : null}
    </Dialog>
  );
}

type FormProps = { onAct: (action: DeskAction) => void };

function ActionForm({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  return (
    <Form className="flex flex-col gap-3 p-5" onSubmit={onSubmit}>
      {children}
    </Form>
  );
}

const input = "h-8 rounded-md border border-line-strong bg-surface px-2";

function TagForm({ onAct }: FormProps) {
  const [text, setText] = useState("");
  const used = useTags();
  const tag = tagOf(text);
  const isTag = caseTagSchema.safeParse(tag).success;
  const offered = (used.data ?? []).filter((each) => each.tag.includes(tag)).slice(0, 12);
  return (
    <ActionForm onSubmit={() => (isTag ? onAct({ kind: "tag", tag }) : undefined)}>
      <label className="flex flex-col gap-1">
        <span className="text-muted">Tag</span>
        <input className={input} value={text} maxLength={40} onChange={(event) => setText(event.target.value)} />
      </label>
      <div className="flex flex-wrap gap-1.5">
        {offered.map((each) => (
          <Button key={each.tag} onClick={() => onAct({ kind: "tag", tag: each.tag })}>
            {each.tag} <span className="text-muted">{each.cases}</span>
          </Button>
        ))}
      </div>
      <div className="flex justify-end gap-2">
        <Button disabled={!isTag} onClick={() => onAct({ kind: "untag", tag })}>
          Take it off
        </Button>
        <Button look="solid" type="submit" disabled={!isTag}>
          Add {isTag ? `“${tag}”` : "the tag"}
        </Button>
      </div>
    </ActionForm>
  );
}

/** What people type as a tag: spaces are hyphens. */
function tagOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, "-");
}

const hourMs = 3_600_000;
const morning = 9;

/** Times that people snooze until, in the clock of whoever sits here. */
function snoozeTimes(now: Date): readonly { name: string; at: Date }[] {
  const dayAt = (days: number): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, morning);
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { name: "In an hour", at: new Date(now.getTime() + hourMs) },
    { name: "In four hours", at: new Date(now.getTime() + 4 * hourMs) },
    { name: "Tomorrow morning", at: dayAt(1) },
    { name: "Next Monday", at: dayAt(toMonday) },
    { name: "In a week", at: dayAt(7) },
  ];
}

function SnoozeForm({ onAct }: FormProps) {
  const [text, setText] = useState("");
  const [now] = useState(() => new Date());
  const at = text === "" ? null : new Date(text);
  const snooze = (until: Date): void => onAct(snoozeUntil(until));
  return (
    <ActionForm onSubmit={() => (at === null ? undefined : snooze(at))}>
      <p className="text-muted">It comes back by itself at the time, or as soon as the customer writes.</p>
      <ul className="flex flex-col">
        {snoozeTimes(now).map(({ name, at: offered }) => (
          <li key={name}>
            <button
              type="button"
              className="flex h-9 w-full items-center justify-between rounded-md px-3 hover:bg-hover focus-visible:bg-hover"
              onClick={() => snooze(offered)}
            >
              {name} <span className="text-xs text-muted">{exactTime(offered.toISOString())}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className="flex items-end justify-between gap-2">
        <label className="flex flex-1 flex-col gap-1">
          <span className="text-muted">Another time</span>
          <input
            type="datetime-local"
            className={input}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <Button look="solid" type="submit" disabled={at === null}>
          Snooze
        </Button>
      </div>
    </ActionForm>
  );
}

function snoozeUntil(until: Date): DeskAction {
  return deskActionSchema.parse({ kind: "snooze", until: until.toISOString() });
}

const mostListed = 8;

/** The people who may have cases, by what is typed; whom the queue of a case is not for, the server refuses. */
function AssignForm({ onAct }: FormProps) {
  const { person } = useSignedIn();
  const [text, setText] = useState("");
  const { data, error } = useTeammates();
  const wish = text.trim().toLowerCase();
  const others = (data ?? []).filter(({ id, role }) => role !== "auditor" && id !== person.id);
  const found = others.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(wish)).slice(0, mostListed);
  const assign = (teammateId: string | null): void => onAct({ kind: "assign", teammateId });
  const [first] = found;
  return (
    <ActionForm onSubmit={() => (wish === "" || first === undefined ? undefined : assign(first.id))}>
      <div className="flex gap-2">
        <Button onClick={() => assign(person.id)}>To me</Button>
        <Button onClick={() => assign(null)}>To nobody</Button>
      </div>
      <label className="flex flex-col gap-1">
        <span className="text-muted">To a teammate</span>
        <input
          className={input}
          placeholder="Name or id"
          value={text}
          maxLength={60}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <ul aria-label="Teammates" className="flex flex-col">
        {found.map(({ id, name, role }) => (
          <li key={id}>
            <button
              type="button"
              className="flex h-9 w-full items-center justify-between gap-3 rounded-md px-3 hover:bg-hover focus-visible:bg-hover"
              onClick={() => assign(id)}
            >
              <span className="truncate">{name}</span>
              <span className="shrink-0 text-xs text-muted">
                {id}, {role}
              </span>
            </button>
          </li>
        ))}
        {data !== undefined && found.length === 0 ? (
          <li className="px-3 py-1.5 text-muted">
            {others.length === 0 ? "Nobody else works here." : "Nobody has this name."}
          </li>
        ) : null}
      </ul>
      <Problem error={error} />
    </ActionForm>
  );
}

export const whatClosingDoes =
  "What is asked is withdrawn, what is held is called off, and nothing more is begun. It can be opened again.";

function CloseForm({ onAct }: FormProps) {
  const [reason, setReason] = useState("");
  const words = reason.trim();
  return (
    <ActionForm onSubmit={() => (words === "" ? undefined : onAct({ kind: "close", reason: words }))}>
      <p className="text-muted">{whatClosingDoes}</p>
      <label className="flex flex-col gap-1">
        <span className="text-muted">Why</span>
        <input className={input} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </label>
      <Button look="danger" type="submit" className="self-end" disabled={words === ""}>
        Close
      </Button>
    </ActionForm>
  );
}
