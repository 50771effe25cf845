import { type PersonView, secondFactorSchema, sessionViewSchema } from "@purser/contract";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { encode } from "uqr";
import { post } from "../../lib/api.ts";
import { useChangeSession } from "../../lib/session.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Problem } from "../../ui/states.tsx";
import { Entrance } from "./entrance.tsx";

/** Sets up the second factor of a role that decides. */
export function SecondFactor({ person }: { person: PersonView }) {
  const [code, setCode] = useState("");
  const changeSession = useChangeSession();
  const begin = useMutation({ mutationFn: () => post(secondFactorSchema, "/v1/session/second-factor") });
  const confirm = useMutation({
    mutationFn: () => post(sessionViewSchema, "/v1/session/second-factor/confirm", { code }),
    onSuccess: changeSession,
  });
  const { mutate } = begin;
  useEffect(() => mutate(), [mutate]);
  return (
    <Entrance
      title="Set up your second factor"
      intro={`${person.name}, your role decides about money or people, so you sign in with a code as well as your password. Scan this with an authenticator app, and type in the code that it shows.`}
      onSend={() => confirm.mutate()}
    >
      {begin.data === undefined ? null : (
        <div className="flex flex-col items-center gap-3">
          <QrCode text={begin.data.uri} />
          <p className="text-center text-xs text-muted">
            or type in
            <code className="mt-1 block font-mono text-text select-all">
              {begin.data.secret.match(/.{1,4}/g)?.join(" ")}
            </code>
          </p>
        </div>
      )}
      <Field
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        autoFocus
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <Problem error={begin.error ?? confirm.error} />
      <Button look="solid" type="submit" disabled={confirm.isPending || begin.data === undefined}>
        Confirm
      </Button>
    </Entrance>
  );
}

function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label="QR code for an authenticator app"
      className="size-44 rounded-md bg-white"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
