import { type TeammateRole, invitationSchema, teammateRoleSchema } from "@purser/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { post } from "../../lib/api.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Form, FormEnd } from "../../ui/form.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";

/** Makes an invitation, and shows its link once: it is passed on by whoever invites. */
export function Invite({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Invite somebody" isOpen={isOpen} onClose={onClose}>
      {isOpen ? <InviteForm onClose={onClose} /> : null}
    </Dialog>
  );
}

function InviteForm({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<TeammateRole>("teammate");
  const client = useQueryClient();
  const roleId = useId();
  const invite = useMutation({
    mutationFn: () => post(invitationSchema, "/v1/accounts", { id: idOf(email), name, email, role }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["accounts"] }),
  });
  if (invite.data !== undefined)
    return <LinkOnce link={`invitation=${invite.data.token}`} name={name} days="three days" onClose={onClose} />;
  return (
    <Form className="flex flex-col gap-4 p-5" onSubmit={() => invite.mutate()}>
      <Field label="Name" required autoFocus value={name} onChange={(event) => setName(event.target.value)} />
      <Field label="E-mail" type="email" required value={email} onChange={(event) => setEmail(event.target.value)} />
      <div className="flex flex-col gap-1">
        <label htmlFor={roleId} className="font-medium">
          Role
        </label>
        <select
          id={roleId}
          className="h-8 rounded-md border border-line-strong bg-surface px-2 capitalize"
          value={role}
          onChange={(event) => setRole(teammateRoleSchema.parse(event.target.value))}
        >
          {teammateRoleSchema.options.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </div>
      <FormEnd submit="Make the invitation" isDisabled={invite.isPending} error={invite.error} onCancel={onClose} />
    </Form>
  );
}

/** As the blueprint would name this person: what stands before the @. */
function idOf(email: string): string {
  return (email.split("@")[0] ?? "").replaceAll(/[^\w.-]/g, "").slice(0, 60);
}

type LinkProps = { link: string; name: string; days: string; onClose: () => void };

/** Shown once, to be passed on by whoever made it. */
export function LinkOnce({ link: fragment, name, days, onClose }: LinkProps) {
  const link = `${window.location.origin}/desk/#${fragment}`;
  return (
    <ShownOnce text={link} onClose={onClose}>
      {`Give this link to ${name}. It is shown once, and good for ${days}.`}
    </ShownOnce>
  );
}
