import { passwordBounds } from "@purser/contract";
import { Field } from "../../ui/field.tsx";

type Props = { label: string; autoFocus?: boolean; value: string; onChange: (password: string) => void };

/** A password that somebody chooses. */
export function NewPassword({ label, autoFocus = false, value, onChange }: Props) {
  return (
    <Field
      label={label}
      hint={`At least ${passwordBounds.shortest} characters.`}
      type="password"
      autoComplete="new-password"
      minLength={passwordBounds.shortest}
      required
      autoFocus={autoFocus}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
