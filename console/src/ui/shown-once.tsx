import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";

/** What nobody sees again once it is closed, to be copied; `children` say what it is. */
export function ShownOnce(props: { children: string; text: string; onClose: () => void }) {
  const { children, text, onClose } = props;
  return (
    <div className="flex flex-col gap-4 p-5">
      <p>{children}</p>
      <code className="rounded-md bg-sunken p-3 font-mono text-xs break-all select-all">{text}</code>
      <div className="flex justify-end gap-2">
        <CopyButton text={text} />
        <Button look="solid" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}
