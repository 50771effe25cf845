import { sessionViewSchema } from "@purser/contract";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../../lib/api.ts";
import { useChangeSession } from "../../lib/session.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Problem } from "../../ui/states.tsx";
import { Entrance } from "./entrance.tsx";
import { NewPassword } from "./new-password.tsx";

/** The first account: whoever can read the deployment's key is its operator. */
export function SetUp() {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [key, setKey] = useState("");
  const changeSession = useChangeSession();
  const begin = useMutation({
    mutationFn: () => post(sessionViewSchema, "/v1/set-up", { name, email, password }, key.trim()),
    onSuccess: changeSession,
  });
  return (
    <Entrance
      title="Set up the desk"
      intro="Nobody has an account yet. The first one is an admin's, who invites the others."
      onSend={() => begin.mutate()}
    >
      <Field
        label="Your name"
        autoComplete="name"
        required
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <NewPassword label="Password" value={password} onChange={setPassword} />
      <Field
        label="API key of this deployment"
        hint="The file api-key in the data directory, or PURSER_API_KEY."
        type="password"
        autoComplete="off"
        required
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      <Problem error={begin.error} />
      <Button look="solid" type="submit" disabled={begin.isPending}>
        Make the account
      </Button>
    </Entrance>
  );
}
