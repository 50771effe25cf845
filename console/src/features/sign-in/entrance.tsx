import type { ReactNode } from "react";
import { Form } from "../../ui/form.tsx";

/** The frame of what is asked before somebody is in. */
export function Entrance(props: { title: string; intro?: ReactNode; onSend: () => void; children: ReactNode }) {
  const { title, intro, onSend, children } = props;
  return (
    <main className="flex min-h-full items-center justify-center p-4">
      <Form
        onSubmit={onSend}
        className="flex w-full max-w-sm flex-col gap-4 rounded-xl border border-line bg-surface p-6 shadow-floating"
      >
        <div className="flex items-center gap-2">
          <img src="/desk/icon.svg" alt="" className="size-6" />
          <span className="font-semibold">Purser</span>
        </div>
        <div>
          <h1 className="text-base font-semibold">{title}</h1>
          {intro === undefined ? null : <div className="mt-1 text-muted">{intro}</div>}
        </div>
        {children}
      </Form>
    </main>
  );
}
