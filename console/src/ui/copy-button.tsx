import { useState } from "react";
import { Button } from "./button.tsx";

/** Copies a text and says so; where the browser lets no page copy, as without HTTPS, it says what to do instead. */
export function CopyButton({ text }: { text: string }) {
  const [said, setSaid] = useState("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied");
    } catch {
      setSaid("Select it and copy it by hand");
    }
  };
  return (
    <>
      <span role="status" className="mr-auto self-center text-muted">
        {said}
      </span>
      <Button onClick={() => void copy()}>Copy</Button>
    </>
  );
}
