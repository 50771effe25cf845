import type { ComponentProps } from "react";
import { Button } from "./button.tsx";
import { Problem } from "./states.tsx";

/** A form that this page sends by itself, and does not leave. */
export function Form({ onSubmit, ...props }: Omit<ComponentProps<"form">, "onSubmit"> & { onSubmit: () => void }) {
  return (
    <form
      {...props}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    />
  );
}

type FormEndProps = {
  /** Null where there is nothing to send. */
  submit: string | null;
  isDisabled: boolean;
  error: Error | null;
  cancel?: string;
  onCancel: () => void;
};

/** What went wrong with the last try, the way out, and what sends the form. */
export function FormEnd({ submit, isDisabled, error, cancel = "Cancel", onCancel }: FormEndProps) {
  return (
    <>
      <Problem error={error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{cancel}</Button>
        {submit === null ? null : (
          <Button look="solid" type="submit" disabled={isDisabled}>
            {submit}
          </Button>
        )}
      </div>
    </>
  );
}
