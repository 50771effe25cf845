import {
  type AccountView,
  type TeammateRole,
  accountListSchema,
  changedAccountSchema,
  teammateRoleSchema,
} from "@purser/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { post, read } from "../../lib/api.ts";
import { useSignedIn } from "../../lib/session.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Empty, Failed, Loading, Problem } from "../../ui/states.tsx";
import { Invite } from "./invite.tsx";
import { ResetPassword } from "./reset-password.tsx";
import { SettingsFrame } from "./settings-frame.tsx";

const accountsKey = ["accounts"] as const;

/** Who has an account, and with which role. */
export function People() {
  const { person } = useSignedIn();
  const [isInviting, setIsInviting] = useState(false);
  const accounts = useQuery({
    queryKey: accountsKey,
    queryFn: ({ signal }) => read(accountListSchema, "/v1/accounts", signal),
  });
  const isAdmin = person.role === "admin";
  const invite = (
    <Button look="solid" icon={<UserPlus className="size-4" />} onClick={() => setIsInviting(true)}>
      Invite
    </Button>
  );
  return (
    <SettingsFrame name="People" actions={isAdmin ? invite : null}>
      {accounts.isPending ? (
        <Loading what="the accounts" />
      ) : accounts.isError ? (
        <Failed error={accounts.error} onRetry={() => void accounts.refetch()} />
      ) : accounts.data.accounts.length === 0 ? (
        <Empty title="Nobody has an account">An operator makes the first one with the deployment's API key.</Empty>
      ) : (
        <Accounts accounts={accounts.data.accounts} isAdmin={isAdmin} myId={person.id} />
      )}
      <Invite isOpen={isInviting} onClose={() => setIsInviting(false)} />
    </SettingsFrame>
  );
}

function Accounts(props: { accounts: readonly AccountView[]; isAdmin: boolean; myId: string }) {
  const { accounts, isAdmin, myId } = props;
  const client = useQueryClient();
  const [reset, setReset] = useState<AccountView | null>(null);
  const change = useMutation({
    mutationFn: ({ id, role }: { id: string; role: TeammateRole }) =>
      post(changedAccountSchema, `/v1/accounts/${id}/role`, { role }),
    onSettled: () => client.invalidateQueries({ queryKey: accountsKey }),
  });
  return (
    <div className="relative overflow-x-auto" tabIndex={0} role="region" aria-label="Accounts">
      <Problem error={change.error} />
      <table className="w-full max-w-4xl text-left">
        <thead className="text-xs text-muted">
          <tr>
            {["Name", "E-mail", "Role", "Signs in with", ...(isAdmin ? ["Password"] : [])].map((name) => (
              <th key={name} scope="col" className="border-b py-2 pr-4 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <tr key={account.id} className="border-b">
              <td className="py-2.5 pr-4 font-medium">{account.name}</td>
              <td className="py-2.5 pr-4 text-muted">{account.email}</td>
              <td className="py-2.5 pr-4">
                {isAdmin && account.id !== myId ? (
                  <RoleChoice account={account} onChange={(role) => change.mutate({ id: account.id, role })} />
                ) : (
                  <span className="capitalize">{account.role ?? "none"}</span>
                )}
              </td>
              <td className="py-2.5 pr-4">
                <Factors account={account} />
              </td>
              {isAdmin ? (
                <td className="py-2.5">
                  {account.id === myId ? null : (
                    <Button look="quiet" className="-ml-2.5" onClick={() => setReset(account)}>
                      {account.state === "invited" ? "New link" : "Reset"}
                      <span className="sr-only"> for {account.name}</span>
                    </Button>
                  )}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      <ResetPassword account={reset} onClose={() => setReset(null)} />
    </div>
  );
}

function RoleChoice({ account, onChange }: { account: AccountView; onChange: (role: TeammateRole) => void }) {
  return (
    <select
      aria-label={`Role of ${account.name}`}
      className="h-8 rounded-md border border-line-strong bg-surface px-2 capitalize"
      value={account.role ?? ""}
      onChange={(event) => onChange(teammateRoleSchema.parse(event.target.value))}
    >
      {teammateRoleSchema.options.map((role) => (
        <option key={role} value={role}>
          {role}
        </option>
      ))}
    </select>
  );
}

function Factors({ account }: { account: AccountView }) {
  if (account.state === "invited") return <Badge tone="warn">Invited</Badge>;
  return account.hasSecondFactor ? <Badge tone="good">Password and code</Badge> : <Badge>Password</Badge>;
}
