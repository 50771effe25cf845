import { TextField } from "../../ui/field.tsx";

type Props = {
  label?: string;
  why: string;
  autoFocus?: boolean;
  onChange: (why: string) => void;
  onSend: () => void;
};

/** Why a version is made, put in force or refused: it stands beside the version. */
export function WhyField({ label = "Why", why, autoFocus = true, onChange, onSend }: Props) {
  return (
    <TextField
      label={label}
      required
      autoFocus={autoFocus}
      maxLength={500}
      rows={2}
      value={why}
      onChange={(event) => onChange(event.target.value)}
      onSend={onSend}
    />
  );
}
