import { passwordBounds, sessionViewSchema } from "@purser/contract";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../lib/api.ts";
import { useChangeSession } from "../../lib/session.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Problem } from "../../ui/states.tsx";
import { Entrance } from "./entrance.tsx";

export function AcceptInvitation({ token, onEnd }: { token: string; onEnd: () => void }) {
  const [password, setPassword] = useState("");
  const changeSession = useChangeSession();
  const accept = useMutation({
    mutationFn: () => post(sessionViewSchema, "/v1/invitations", { token, password }),
    onSuccess: (view) => {
      window.history.replaceState(null, "", window.location.pathname);
      changeSession(view);
      onEnd();
    },
  });
  return (
    <Entrance title="You are invited to the desk" intro="Choose a password of your own." onSend={() => accept.mutate()}>
      <Field
        label="New password"
        hint={`At least ${passwordBounds.shortest} characters.`}
        type="password"
        autoComplete="new-password"
        minLength={passwordBounds.shortest}
        required
        autoFocus
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Problem error={accept.error} />
      <Button look="solid" type="submit" disabled={accept.isPending}>
        Take up the invitation
      </Button>
    </Entrance>
  );
}
