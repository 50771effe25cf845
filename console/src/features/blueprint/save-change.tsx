import {
  type ExampleOtherwise,
  type PendingVersionView,
  type SavedVersion,
  savedVersionSchema,
  type SaveLimitsRequest,
} from "@purser/contract";
import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../../lib/api.ts";
import { Form, FormEnd } from "../../ui/form.tsx";
import { forgetBlueprint } from "./version-queries.ts";
import { WhyField } from "./why-field.tsx";

/** What a save says besides what it changes. */
export type Saying = Pick<SaveLimitsRequest, "why" | "examples">;
export type Save = UseMutationResult<SavedVersion, Error, Saying>;

/** Makes a version of a change; what it says of it and the change together are the request. */
export function useSaveChange(path: string, change: object, onSaved: (saved: SavedVersion) => void): Save {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (saying: Saying) => post(savedVersionSchema, path, { ...change, ...saying }),
    onSuccess: onSaved,
    onSettled: () => forgetBlueprint(client),
  });
}

function isWaiting(saved: SavedVersion): saved is PendingVersionView {
  return "pendingId" in saved;
}

/** What became of a save, with the way to it. */
export function SavedNote({ of }: { of: SavedVersion }) {
  return (
    <p
      role="status"
      className={
        isWaiting(of) ? "rounded-md bg-warn-soft px-3 py-2 text-warn" : "rounded-md bg-good-soft px-3 py-2 text-good"
      }
    >
      {isWaiting(of)
        ? "Saved, and waiting for a second person: nothing has changed yet. "
        : "Saved, and in force for cases that begin from now on. "}
      <Link to="/blueprint/versions" className="underline">
        See the versions
      </Link>
    </p>
  );
}

/** Why, and whether examples that say otherwise follow. */
export function SaveForm(props: {
  examples: readonly ExampleOtherwise[];
  mayBeSaved: boolean;
  needsSecondPerson: boolean;
  save: Save;
  cancel: string;
  onCancel: () => void;
}) {
  const { examples, mayBeSaved, needsSecondPerson, save, cancel, onCancel } = props;
  const [why, setWhy] = useState("");
  const submit = (): void => {
    if (!mayBeSaved || save.isPending || why.trim() === "") return;
    save.mutate({ why, examples: examples.length === 0 ? "refuse" : "follow" });
  };
  return (
    <Form className="flex flex-col gap-3 border-t pt-4" onSubmit={submit}>
      {examples.length === 0 ? null : <Examples of={examples} />}
      <WhyField why={why} autoFocus={false} onChange={setWhy} onSend={submit} />
      <FormEnd
        submit={needsSecondPerson ? "Ask a second person" : "Save as a new version"}
        isDisabled={!mayBeSaved || save.isPending}
        error={save.error}
        cancel={cancel}
        onCancel={onCancel}
      />
    </Form>
  );
}

const mostShown = 3;

function Examples({ of }: { of: readonly ExampleOtherwise[] }) {
  const title = of.length === 1 ? "1 example says otherwise" : `${of.length} examples say otherwise`;
  return (
    <div>
      {of.length <= mostShown ? (
        <>
          <p className="font-medium">{title}</p>
          <ExampleList of={of} />
        </>
      ) : (
        <details>
          <summary className="cursor-pointer font-medium">{title}</summary>
          <ExampleList of={of} />
        </details>
      )}
      <label className="mt-2 flex items-start gap-2">
        <input type="checkbox" required className="mt-0.5 size-4 accent-(--accent-solid)" />
        <span>{of.length === 1 ? "This example follows the change" : "These examples follow the change"}</span>
      </label>
    </div>
  );
}

function ExampleList({ of }: { of: readonly ExampleOtherwise[] }) {
  return (
    <ul className="mt-1 flex flex-col gap-2">
      {of.map(({ path, line, name, expected, got }) => (
        <li key={`${path}:${line}`} className="text-xs">
          <span className="text-sm">{name}</span>
          <span className="block break-words text-muted">
            expected {expected}, would be {got}
          </span>
          <span className="block font-mono break-all text-muted">
            {path}:{line}
          </span>
        </li>
      ))}
    </ul>
  );
}
