import { type AccountView, invitationSchema } from "@purser/contract";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../lib/api.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Form, FormEnd } from "../../ui/form.tsx";
import { LinkOnce } from "./invite.tsx";

/** Makes a link with which somebody chooses a new password. */
export function ResetPassword({ account, onClose }: { account: AccountView | null; onClose: () => void }) {
  return (
    <Dialog title={`A new password for ${account?.name ?? ""}`} isOpen={account !== null} onClose={onClose}>
      {account === null ? null : <ResetForm account={account} onClose={onClose} />}
    </Dialog>
  );
}

function ResetForm({ account: { id, name, hasSecondFactor }, onClose }: { account: AccountView; onClose: () => void }) {
  const [isLost, setIsLost] = useState(false);
  const reset = useMutation({
    mutationFn: () =>
      post(invitationSchema, `/v1/accounts/${id}/reset`, { secondFactor: isLost ? "set-up-again" : "kept" }),
  });
  if (reset.data !== undefined)
    return <LinkOnce link={`reset=${reset.data.token}`} name={name} days="a day" onClose={onClose} />;
  return (
    <Form className="flex flex-col gap-4 p-5" onSubmit={() => reset.mutate()}>
      <p className="text-muted">
        Make sure that it is {name} who asks: whoever has the link has the account. Until it is taken up the old
        password holds.
      </p>
      {hasSecondFactor ? (
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            className="accent-accent-solid"
            checked={isLost}
            onChange={({ target }) => setIsLost(target.checked)}
          />
          The authenticator is lost too, and set up again
        </label>
      ) : null}
      <FormEnd submit="Make the link" isDisabled={reset.isPending} error={reset.error} onCancel={onClose} />
    </Form>
  );
}
