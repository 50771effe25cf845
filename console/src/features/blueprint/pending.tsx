import { type PendingVersionView, pendingVersionPageSchema, versionPageSchema } from "@purser/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../lib/api.ts";
import { useSignedIn } from "../../lib/session.ts";
import { Time } from "../../lib/time.tsx";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Form } from "../../ui/form.tsx";
import { Problem } from "../../ui/states.tsx";
import { Judged, Outlook, Widenings } from "./outlook.tsx";
import { Difference } from "./version-difference.tsx";
import { forgetBlueprint, mayPublish, useOutlook, usePendingVersions } from "./version-queries.ts";
import { WhyField } from "./why-field.tsx";

/** What waits for a second person, and below it what became of what did. */
export function Pending({ inForce }: { inForce: string }) {
  const { data } = usePendingVersions();
  const isOver = ({ end }: PendingVersionView): boolean => end !== null;
  const waiting = (data?.pending ?? []).filter((each) => !isOver(each));
  const over = (data?.pending ?? []).filter(isOver);
  return (
    <>
      {waiting.length === 0 ? null : (
        <section aria-label="Waiting for a second person" className="mb-6 max-w-4xl">
          <h2 className="mb-2 font-semibold">Waiting for a second person</h2>
          <ul className="flex flex-col gap-3">
            {waiting.map((each) => (
              <Waiting key={each.pendingId} of={each} inForce={inForce} />
            ))}
          </ul>
        </section>
      )}
      {over.length === 0 ? null : (
        <details className="mb-4 max-w-4xl">
          <summary className="cursor-pointer text-muted">
            {over.length === 1 ? "1 version that waited" : `${over.length} versions that waited`}
          </summary>
          <ul>
            {over.map((each) => (
              <Over key={each.pendingId} of={each} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Waiting({ of, inForce }: { of: PendingVersionView; inForce: string }) {
  const { hash, inPlaceOf, by, at, why, widenings, state } = of;
  const { person } = useSignedIn();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <li className="rounded-lg border bg-surface p-4">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-medium break-words">{why}</span>
        {state === "outdated" ? <Badge tone="bad">Outdated</Badge> : <Badge tone="warn">Waiting</Badge>}
      </p>
      <p className="text-xs text-muted">
        {by} · <Time at={at} />
      </p>
      <p className="mt-2">It would permit more:</p>
      <Widenings of={widenings} />
      {state === "outdated" ? (
        <p className="mt-2 rounded-md bg-bad-soft px-3 py-2 text-bad">
          Another version is in force by now than the one that it was made from. Make the change again there.
        </p>
      ) : null}
      <Button className="mt-3" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        What changes, and what it would do
      </Button>
      {isOpen ? (
        <div className="mt-3 flex flex-col gap-3">
          <Difference hash={hash} against={inPlaceOf} />
          {mayPublish(person.role) && state === "waiting" ? <Effects hash={hash} inForce={inForce} /> : null}
        </div>
      ) : null}
      {mayPublish(person.role) ? <Decide of={of} isMine={by === person.id} /> : null}
    </li>
  );
}

function Effects({ hash, inForce }: { hash: string; inForce: string }) {
  const outlook = useOutlook(hash, inForce);
  return <Judged of={outlook}>{(found) => <Outlook of={{ ...found, widenings: [] }} />}</Judged>;
}

/** Who made it takes it back; everybody else who may publish puts it in force, or refuses it with a reason. */
function Decide({ of: { pendingId, state }, isMine }: { of: PendingVersionView; isMine: boolean }) {
  const client = useQueryClient();
  const [why, setWhy] = useState<string | null>(null);
  const path = `/v1/blueprint/pending/${pendingId}`;
  const onSettled = (): Promise<void> => forgetBlueprint(client);
  const confirm = useMutation({ mutationFn: () => post(versionPageSchema, `${path}/confirm`), onSettled });
  const withdraw = useMutation({ mutationFn: () => post(pendingVersionPageSchema, `${path}/withdraw`), onSettled });
  const refuse = useMutation({
    mutationFn: (reason: string) => post(pendingVersionPageSchema, `${path}/refuse`, { why: reason }),
    onSettled,
  });
  const isBusy = [confirm, withdraw, refuse].some(({ isPending }) => isPending);
  return (
    <div className="mt-3 flex flex-col gap-3 border-t pt-3">
      <Problem error={confirm.error ?? withdraw.error ?? refuse.error} />
      {isMine ? (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="text-muted">Another lead or an admin decides.</p>
          <Button disabled={isBusy} onClick={() => withdraw.mutate()}>
            Withdraw
          </Button>
        </div>
      ) : why === null ? (
        <div className="flex flex-wrap justify-end gap-2">
          <Button disabled={isBusy} onClick={() => setWhy("")}>
            Refuse
          </Button>
          {state === "waiting" ? (
            <Button look="solid" disabled={isBusy} onClick={() => confirm.mutate()}>
              Put in force
            </Button>
          ) : null}
        </div>
      ) : (
        <RefuseForm why={why} onChange={setWhy} isBusy={isBusy} onSend={refuse.mutate} />
      )}
    </div>
  );
}

function RefuseForm(props: {
  why: string;
  onChange: (why: string | null) => void;
  isBusy: boolean;
  onSend: (why: string) => void;
}) {
  const { why, onChange, isBusy, onSend } = props;
  const submit = (): void => {
    if (why.trim() !== "" && !isBusy) onSend(why);
  };
  return (
    <Form className="flex flex-col gap-3" onSubmit={submit}>
      <WhyField label="Why not" why={why} onChange={onChange} onSend={submit} />
      <div className="flex justify-end gap-2">
        <Button onClick={() => onChange(null)}>Cancel</Button>
        <Button look="danger" type="submit" disabled={isBusy}>
          Refuse
        </Button>
      </div>
    </Form>
  );
}

const tones: Readonly<Record<PendingVersionView["state"], Tone>> = {
  waiting: "warn",
  outdated: "bad",
  confirmed: "good",
  refused: "bad",
  withdrawn: "neutral",
};

function Over({ of: { by, why, state, end } }: { of: PendingVersionView }) {
  return (
    <li className="border-b py-3">
      <p className="flex flex-wrap items-center gap-2">
        <span className="break-words">{why}</span> <Badge tone={tones[state]}>{state}</Badge>
      </p>
      <p className="text-xs text-muted">
        {by}
        {end === null ? null : (
          <>
            {" · "}
            {state} by {end.by} <Time at={end.at} />
            {end.why === "" ? "" : `: ${end.why}`}
          </>
        )}
      </p>
    </li>
  );
}
