import { savedVersionSchema, type VersionView } from "@purser/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../lib/api.ts";
import { useSignedIn } from "../../lib/session.ts";
import { Time } from "../../lib/time.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Form, FormEnd } from "../../ui/form.tsx";
import { Empty, Failed, Loading } from "../../ui/states.tsx";
import { BlueprintFrame } from "./blueprint-frame.tsx";
import { Pending } from "./pending.tsx";
import { Difference } from "./version-difference.tsx";
import { forgetBlueprint, mayPublish, useVersions } from "./version-queries.ts";
import { WhyField } from "./why-field.tsx";

/** Each time that a version was put in force: who, when and why, what it changed, and the way back. */
export function Versions() {
  const versions = useVersions();
  return (
    <BlueprintFrame>
      {versions.isPending ? (
        <Loading what="the versions" />
      ) : versions.isError ? (
        <Failed error={versions.error} onRetry={() => void versions.refetch()} />
      ) : versions.data.versions.length === 0 ? (
        <Empty title="No version was put in force yet" />
      ) : (
        <div className="min-h-0 flex-1 overflow-auto p-4 md:p-6" tabIndex={0} role="region" aria-label="Versions">
          <Pending inForce={versions.data.versions[0]?.hash ?? ""} />
          <ol className="max-w-4xl">
            {versions.data.versions.map((version, at) => (
              <Version
                key={version.number}
                version={version}
                before={versions.data.versions[at + 1] ?? null}
                inForce={versions.data.versions[0]?.hash ?? ""}
              />
            ))}
          </ol>
        </div>
      )}
    </BlueprintFrame>
  );
}

type Props = { version: VersionView; before: VersionView | null; inForce: string };

function Version({ version, before, inForce }: Props) {
  const { person } = useSignedIn();
  const [isOpen, setIsOpen] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const { number, hash, by, confirmedBy, at, why, source, isInForce, canRun } = version;
  const name = `Version ${number}`;
  return (
    <li className="border-b py-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="flex flex-wrap items-center gap-2 font-semibold">
            {name}
            {isInForce ? <Badge tone="good">In force</Badge> : null}
            {canRun ? null : <Badge tone="warn">Cannot run here</Badge>}
          </h2>
          <p className="break-words">{why === "" ? (source === "desk" ? "" : "From the folder") : why}</p>
          <p className="text-xs text-muted">
            {by === "start" ? "at a start" : `${by}, ${source === "desk" ? "at the desk" : "from a folder"}`}
            {confirmedBy === null ? null : `, with ${confirmedBy} as the second person`} · <Time at={at} /> ·{" "}
            <span className="font-mono">{hash.slice(0, shownOfHash)}</span>
          </p>
        </div>
        <div className="flex gap-2">
          <Button aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            What changed<span className="sr-only"> with {name}</span>
          </Button>
          {hash !== inForce && canRun && mayPublish(person.role) ? (
            <Button onClick={() => setIsAsking(true)}>
              Put in force again<span className="sr-only">: {name}</span>
            </Button>
          ) : null}
        </div>
      </div>
      {isOpen ? <Difference hash={hash} against={before?.hash ?? null} /> : null}
      <Dialog title={`Put ${name} in force again`} isOpen={isAsking} onClose={() => setIsAsking(false)}>
        {isAsking ? <PutInForce version={version} inForce={inForce} onClose={() => setIsAsking(false)} /> : null}
      </Dialog>
    </li>
  );
}

const shownOfHash = 12;

function PutInForce({ version, inForce, onClose }: { version: VersionView; inForce: string; onClose: () => void }) {
  const [why, setWhy] = useState("");
  const client = useQueryClient();
  const publish = useMutation({
    mutationFn: () => post(savedVersionSchema, `/v1/blueprint/versions/${version.hash}/publish`, { why }),
    onSuccess: async () => {
      await forgetBlueprint(client);
      onClose();
    },
  });
  const submit = (): void => {
    if (why.trim() !== "" && !publish.isPending) publish.mutate();
  };
  return (
    <Form className="flex flex-col gap-4 p-5" onSubmit={submit}>
      <p>
        Cases that begin from now on go by it; those that are under way keep their version, and are judged by both. If
        it permits more than what is in force, it waits for a second person. This is what changes:
      </p>
      <div
        className="max-h-64 overflow-auto rounded-md border px-3"
        tabIndex={0}
        role="region"
        aria-label="What changes"
      >
        <Difference hash={version.hash} against={inForce} />
      </div>
      <WhyField why={why} onChange={setWhy} onSend={submit} />
      <FormEnd submit="Put in force" isDisabled={publish.isPending} error={publish.error} onCancel={onClose} />
    </Form>
  );
}
