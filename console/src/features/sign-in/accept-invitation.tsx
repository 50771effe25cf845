import { sessionViewSchema } from "@purser/contract";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { codeOf, post } from "../../lib/api.ts";
import { useChangeSession } from "../../lib/session.ts";
import { Button } from "../../ui/button.tsx";
import { Problem } from "../../ui/states.tsx";
import { CodeField } from "./code-field.tsx";
import { Entrance } from "./entrance.tsx";
import { NewPassword } from "./new-password.tsx";

/** A link that an admin gave: to the first password, or to a new one for who has forgotten theirs. */
export type PasswordLink = { kind: "invitation" | "reset"; token: string };

const words = {
  invitation: {
    title: "You are invited to the desk",
    intro: "Choose a password of your own.",
    send: "Take up the invitation",
  },
  reset: {
    title: "Choose a new password",
    intro: "It takes the place of the old one, and signs you out everywhere else.",
    send: "Set the password",
  },
} as const;

export function AcceptInvitation({ link: { kind, token }, onEnd }: { link: PasswordLink; onEnd: () => void }) {
  const [password, setPassword] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const changeSession = useChangeSession();
  const leave = (): void => {
    window.history.replaceState(null, "", window.location.pathname);
    onEnd();
  };
  const accept = useMutation({
    mutationFn: () =>
      post(sessionViewSchema, "/v1/invitations", { token, password, ...(code === null ? {} : { code }) }),
    onSuccess: (view) => {
      changeSession(view);
      leave();
    },
    onError: (error) => {
      if (codeOf(error) === "PUR-2042") setCode("");
    },
  });
  const { title, intro, send } = words[kind];
  return (
    <Entrance title={title} intro={intro} onSend={() => accept.mutate()}>
      <NewPassword label="New password" autoFocus value={password} onChange={setPassword} />
      {code === null ? null : <CodeField value={code} onChange={setCode} />}
      {codeOf(accept.error) === "PUR-2042" ? null : <Problem error={accept.error} />}
      <Button look="solid" type="submit" disabled={accept.isPending}>
        {send}
      </Button>
      {codeOf(accept.error) === "PUR-2048" ? <Button onClick={leave}>Sign in</Button> : null}
    </Entrance>
  );
}
