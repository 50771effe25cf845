import { type PersonView, sessionViewSchema } from "@purser/contract";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { codeOf, post } from "../../lib/api.ts";
import { useChangeSession } from "../../lib/session.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Problem } from "../../ui/states.tsx";
import { CodeField } from "./code-field.tsx";
import { Entrance } from "./entrance.tsx";

/** E-mail and password; the code is asked for once the server says that the account has a second factor. */
export function SignIn({ here }: { here: readonly PersonView[] }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const changeSession = useChangeSession();
  const enter = useMutation({
    mutationFn: () => post(sessionViewSchema, "/v1/session", { email, password, ...(code === null ? {} : { code }) }),
    onSuccess: changeSession,
    onError: (error) => {
      if (codeOf(error) === "PUR-2042") setCode("");
    },
  });
  const enterHere = useMutation({
    mutationFn: (id: string) => post(sessionViewSchema, `/v1/session/here?as=${encodeURIComponent(id)}`),
    onSuccess: changeSession,
  });
  const isAsked = codeOf(enter.error) === "PUR-2042";
  return (
    <Entrance title="Sign in to the desk" onSend={() => enter.mutate()}>
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Field
        label="Password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {code === null ? null : <CodeField value={code} onChange={setCode} />}
      {isAsked ? null : <Problem error={enter.error ?? enterHere.error} />}
      <Button look="solid" type="submit" disabled={enter.isPending}>
        Sign in
      </Button>
      <p className="text-xs text-muted">
        Forgot your password, or lost your authenticator? An admin gives you a link to new ones, under Settings, People.
      </p>
      {here.map(({ id, name }) => (
        <Button key={id} onClick={() => enterHere.mutate(id)}>
          {name}
        </Button>
      ))}
    </Entrance>
  );
}
