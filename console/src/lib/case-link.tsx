import { useRouter } from "@tanstack/react-router";
import type { ComponentProps } from "react";

/**
 * The way to a case, for long lists: each of the router's own links follows the address, and is worked out anew with every
 * change of it.
 */
export function CaseLink({ caseId, ...props }: Omit<ComponentProps<"a">, "href" | "onClick"> & { caseId: string }) {
  const router = useRouter();
  return (
    <a
      {...props}
      href={`${router.basepath}/cases/${caseId}`}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        void router.navigate({ to: "/cases/$caseId", params: { caseId } });
      }}
    />
  );
}
