import { type MakeApiKeyRequest, apiKeyRoleSchema, apiKeyScopeSchema, madeApiKeySchema } from "@purser/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { post } from "../../lib/api.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Form, FormEnd } from "../../ui/form.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";

/** Makes a key for a program, and shows it once. */
export function MakeApiKey({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Make an API key" isOpen={isOpen} onClose={onClose}>
      {isOpen ? <MakeForm onClose={onClose} /> : null}
    </Dialog>
  );
}

const scopeTexts = {
  desk: "desk: what a teammate does",
  channel: "channel: to speak for customers, as a chat or mail server does",
} as const;

function MakeForm({ onClose }: { onClose: () => void }) {
  const [wanted, setWanted] = useState<MakeApiKeyRequest>({ name: "", role: "teammate", scopes: ["desk"], days: 90 });
  const client = useQueryClient();
  const make = useMutation({
    mutationFn: () => post(madeApiKeySchema, "/v1/api-keys", wanted),
    onSuccess: () => client.invalidateQueries({ queryKey: ["api-keys"] }),
  });
  if (make.data !== undefined)
    return (
      <ShownOnce text={make.data.key} onClose={onClose}>
        This is the key. It is shown once, and only its hash is kept.
      </ShownOnce>
    );
  return (
    <Form className="flex flex-col gap-4 p-5" onSubmit={() => make.mutate()}>
      <Field
        label="Name"
        hint="The program that will have it."
        required
        autoFocus
        maxLength={100}
        value={wanted.name}
        onChange={(event) => setWanted({ ...wanted, name: event.target.value })}
      />
      <RoleField role={wanted.role} onChange={(role) => setWanted({ ...wanted, role })} />
      <ScopesField scopes={wanted.scopes} onChange={(scopes) => setWanted({ ...wanted, scopes })} />
      <Field
        label="Days until it ends"
        type="number"
        required
        min={1}
        max={365}
        value={wanted.days}
        onChange={(event) => setWanted({ ...wanted, days: event.target.valueAsNumber })}
      />
      <FormEnd
        submit="Make the key"
        isDisabled={make.isPending || wanted.scopes.length === 0}
        error={make.error}
        onCancel={onClose}
      />
    </Form>
  );
}

type Scopes = MakeApiKeyRequest["scopes"];

function ScopesField({ scopes, onChange }: { scopes: Scopes; onChange: (scopes: Scopes) => void }) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-medium">Scopes</legend>
      {apiKeyScopeSchema.options.map((scope) => (
        <label key={scope} className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={scopes.includes(scope)}
            onChange={({ target: { checked } }) => {
              const others = scopes.filter((each) => each !== scope);
              onChange(checked ? [...others, scope] : others);
            }}
          />
          {scopeTexts[scope]}
        </label>
      ))}
    </fieldset>
  );
}

function RoleField(props: { role: MakeApiKeyRequest["role"]; onChange: (role: MakeApiKeyRequest["role"]) => void }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        Role
      </label>
      <select
        id={id}
        className="h-8 rounded-md border border-line-strong bg-surface px-2 capitalize"
        value={props.role}
        onChange={(event) => props.onChange(apiKeyRoleSchema.parse(event.target.value))}
      >
        {apiKeyRoleSchema.options.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </div>
  );
}
