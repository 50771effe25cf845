import { proposedAgainSchema } from "@purser/contract";
import { useMutation } from "@tanstack/react-query";
import { Button } from "../ui/button.tsx";
import { Problem } from "../ui/states.tsx";
import { post } from "./api.ts";

/** A late answer counts for nothing; what it was about can be proposed anew, once, by those whom it asked. */
export function ProposeAgain({ pauseId, onProposed }: { pauseId: string; onProposed: () => void }) {
  const again = useMutation({
    mutationFn: () => post(proposedAgainSchema, `/v1/pauses/${pauseId}/propose-again`),
    onSuccess: onProposed,
  });
  return (
    <div className="flex flex-col items-start gap-1">
      <Problem error={again.error} />
      <Button className="!h-7" disabled={again.isPending || again.isSuccess} onClick={() => again.mutate()}>
        {again.isSuccess ? "Proposed again" : "Propose again"}
      </Button>
    </div>
  );
}
