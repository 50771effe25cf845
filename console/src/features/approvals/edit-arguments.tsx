import type { Json, JsonObject } from "@purser/contract";
import { useState } from "react";
import { useSignedIn } from "../../lib/session.ts";
import { currencyIn, minorPerMajor, wordsOf } from "../../lib/words.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";

/** A field of an argument as it is typed; null for what is no single value, which stays as it is. */
function typedOf(name: string, value: Json, perMajor: number): string | null {
  if (typeof value === "number") return String(name.endsWith("Minor") ? value / perMajor : value);
  return typeof value === "string" ? value : null;
}

function valueOf(name: string, typed: string, before: Json, perMajor: number): Json {
  if (typeof before !== "number") return typed;
  const number = Number(typed.replace(",", "."));
  return name.endsWith("Minor") ? Math.round(number * perMajor) : number;
}

/** An edit is a new proposal: it is judged anew, and whoever made it does not approve it. */
export function EditArguments(props: {
  args: JsonObject;
  isBusy: boolean;
  onBack: () => void;
  onEdit: (args: JsonObject, reason: string) => void;
}) {
  const { args, isBusy, onBack, onEdit } = props;
  const { deployment } = useSignedIn();
  const perMajor = minorPerMajor(currencyIn(args, deployment.currency));
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [reason, setReason] = useState("");
  const changed = Object.fromEntries(
    Object.entries(typed)
      .map(([name, text]): [string, Json] => [name, valueOf(name, text, args[name] ?? null, perMajor)])
      .filter(([name, value]) => value !== args[name]),
  );
  const isRight = Object.values(changed).every((value) => typeof value !== "number" || Number.isFinite(value));
  const isReady = Object.keys(changed).length > 0 && isRight && reason.trim() !== "";
  return (
    <Form
      className="flex flex-col gap-3"
      onSubmit={() => {
        if (isReady) onEdit(changed, reason.trim());
      }}
    >
      <div className="grid gap-3 md:grid-cols-2">
        {Object.entries(args).map(([name, value], index) => {
          const text = typedOf(name, value, perMajor);
          return text === null ? null : (
            <Field
              key={name}
              label={wordsOf(name.replace(/Minor$/, ""))}
              inputMode={typeof value === "number" ? "decimal" : "text"}
              autoFocus={index === 0}
              value={typed[name] ?? text}
              onChange={(event) => setTyped((now) => ({ ...now, [name]: event.target.value }))}
            />
          );
        })}
      </div>
      <Field
        label="Why"
        hint="The edit is judged anew, and somebody else approves it."
        required
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="flex gap-2">
        <Button look="solid" type="submit" disabled={isBusy || !isReady}>
          Propose the edit
        </Button>
        <Button shortcut="Esc" onClick={onBack}>
          Back
        </Button>
      </div>
    </Form>
  );
}
