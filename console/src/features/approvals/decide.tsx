import { answeredPauseSchema } from "@purser/contract";
import type { JsonObject } from "@purser/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Check, Pencil, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { post } from "../../lib/api.ts";
import { useShortcuts } from "../../lib/keyboard.ts";
import { openApprovalsKey } from "../../lib/open-approvals.ts";
import { useSignedIn } from "../../lib/session.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Form } from "../../ui/form.tsx";
import { Problem } from "../../ui/states.tsx";
import { EditArguments } from "./edit-arguments.tsx";
import { type Card, cardKey } from "./use-card.ts";

type Answer =
  | { decision: "yes" }
  | { decision: "no"; reason: string }
  | { decision: "edit"; args: JsonObject; reason: string };
type Step = "choosing" | "armed" | "denying" | "editing";

/** So long a card is looked at before a key can arm its yes, and so long an armed yes waits for its second key. */
const armAfterMs = 500;
const armedForMs = 6_000;
const longestLookMs = 86_400_000;

const pastWords = { yes: "Approved", no: "Denied", edit: "Edited" } as const;

/** Gives one answer at a time: of two clicks in the same moment the second does nothing. */
function useAnswer({ pause }: Card, shownAt: { current: number }, onDecided: (words: string) => void) {
  const client = useQueryClient();
  const isUnderWay = useRef(false);
  const answer = useMutation({
    mutationFn: (given: Answer) =>
      post(answeredPauseSchema, `/v1/pauses/${pause.pauseId}/answer`, {
        digest: pause.digest,
        surface: "console",
        lookedMs: Math.min(Date.now() - shownAt.current, longestLookMs),
        ...given,
      }),
    onSuccess: (_answered, { decision }) => onDecided(`${pastWords[decision]}: ${pause.shown.title}`),
    onSettled: async (_answered, error) => {
      // What was answered stays answered; what was refused may be tried again.
      isUnderWay.current = error === null;
      await client.invalidateQueries({ queryKey: openApprovalsKey });
      await client.invalidateQueries({ queryKey: cardKey(pause.pauseId) });
    },
  });
  const give = (given: Answer): void => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    answer.mutate(given);
  };
  return { give, error: answer.error, isPending: answer.isPending };
}

/** The yes takes two deliberate keys or one click; a no says why; an edit is a new proposal that somebody else approves. */
export function Decide({ card, onDecided }: { card: Card; onDecided: (words: string) => void }) {
  const [step, setStep] = useState<Step>("choosing");
  const shownAt = useRef(0);
  const navigate = useNavigate();
  const answer = useAnswer(card, shownAt, onDecided);
  const { person } = useSignedIn();
  useEffect(() => {
    shownAt.current = Date.now();
  }, []);
  useEffect(() => {
    if (step !== "armed") return undefined;
    const timer = setTimeout(() => setStep("choosing"), armedForMs);
    return () => clearTimeout(timer);
  }, [step]);
  const approve = (): void => {
    answer.give({ decision: "yes" });
  };
  const isOwn = card.proposedBy === person.id;
  useShortcuts(
    {
      a: () => (!isOwn && Date.now() - shownAt.current > armAfterMs ? setStep("armed") : undefined),
      ...(step === "armed" ? { Enter: approve } : {}),
      d: () => setStep("denying"),
      e: () => (card.call === null ? undefined : setStep("editing")),
      o: () => void navigate({ to: "/cases/$caseId", params: { caseId: card.pause.caseId } }),
      Escape: () => setStep("choosing"),
    },
    !answer.isPending,
  );
  const back = (): void => setStep("choosing");
  return (
    <footer
      onKeyDown={(event) => {
        // The shortcuts do not count while somebody types.
        if (event.key === "Escape" && event.target instanceof HTMLInputElement) back();
      }}
      className="sticky -bottom-4 flex flex-col gap-3 rounded-b-xl border-t bg-surface p-4 md:-bottom-8 md:px-6"
    >
      <Problem error={answer.error} />
      {step === "denying" ? (
        <Deny isBusy={answer.isPending} onBack={back} onDeny={(reason) => answer.give({ decision: "no", reason })} />
      ) : step === "editing" && card.call !== null ? (
        <EditArguments
          args={card.call.args}
          isBusy={answer.isPending}
          onBack={back}
          onEdit={(args, reason) => answer.give({ decision: "edit", args, reason })}
        />
      ) : (
        <Choices
          step={step}
          isBusy={answer.isPending}
          isOwn={isOwn}
          canEdit={card.call !== null}
          onApprove={approve}
          onStep={setStep}
        />
      )}
    </footer>
  );
}

function Choices(props: {
  step: Step;
  isBusy: boolean;
  isOwn: boolean;
  canEdit: boolean;
  onApprove: () => void;
  onStep: (step: Step) => void;
}) {
  const { step, isBusy, isOwn, canEdit, onApprove, onStep } = props;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        look="solid"
        icon={<Check className="size-4" />}
        shortcut={step === "armed" ? "↵" : "A"}
        disabled={isBusy || isOwn}
        onClick={onApprove}
      >
        Approve
      </Button>
      <Button icon={<X className="size-4" />} shortcut="D" disabled={isBusy} onClick={() => onStep("denying")}>
        Deny
      </Button>
      {canEdit ? (
        <Button icon={<Pencil className="size-4" />} shortcut="E" disabled={isBusy} onClick={() => onStep("editing")}>
          Edit
        </Button>
      ) : null}
      <p role="status" className="ml-auto text-muted">
        {isOwn
          ? "You proposed this: somebody else approves it."
          : step === "armed"
            ? "Press Enter to approve, Esc to leave it."
            : ""}
      </p>
    </div>
  );
}

function Deny({ isBusy, onBack, onDeny }: { isBusy: boolean; onBack: () => void; onDeny: (reason: string) => void }) {
  const [reason, setReason] = useState("");
  return (
    <Form className="flex flex-col gap-3" onSubmit={() => onDeny(reason.trim())}>
      <Field
        label="Why not"
        hint="It stands in the log, and the agent goes by it."
        required
        autoFocus
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="flex gap-2">
        <Button look="danger" type="submit" disabled={isBusy || reason.trim() === ""}>
          Deny
        </Button>
        <Button shortcut="Esc" onClick={onBack}>
          Back
        </Button>
      </div>
    </Form>
  );
}
