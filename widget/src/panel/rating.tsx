import { useId, useState } from "preact/hooks";
import type { Strings } from "./strings.ts";

type Props = { isRated: boolean; strings: Strings; rate: (rating: number, comment: string) => Promise<void> };

const faces = ["😞", "🙁", "😐", "🙂", "😀"] as const;

/** How it was, in one click; then, if she likes, in words. */
export function Rating({ isRated, strings, rate }: Props) {
  const id = useId();
  const [chosen, setChosen] = useState<number | null>(null);
  const [comment, setComment] = useState("");
  const [step, setStep] = useState<"ask" | "words" | "done" | "failed">("ask");
  const give = (rating: number, words: string, next: "words" | "done"): void => {
    setChosen(rating);
    rate(rating, words).then(
      () => setStep(next),
      () => setStep("failed"),
    );
  };
  if (step === "done" || (isRated && step === "ask"))
    return (
      <p class="ended" role="status">
        {strings.rated}
      </p>
    );
  return (
    <section class="rating" aria-labelledby={id}>
      <h2 id={id}>{strings.rate}</h2>
      <div class="faces">
        {faces.map((face, index) => (
          <button
            key={face}
            type="button"
            aria-label={strings.rates[index]}
            title={strings.rates[index]}
            aria-pressed={chosen === index + 1}
            onClick={() => give(index + 1, "", "words")}
          >
            {face}
          </button>
        ))}
      </div>
      {step === "failed" && <p role="alert">{strings.failed}</p>}
      {step === "words" && chosen !== null && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (comment.trim() === "") setStep("done");
            else give(chosen, comment, "done");
          }}
        >
          <textarea
            rows={2}
            maxLength={2000}
            aria-label={strings.rateMore}
            placeholder={strings.rateMore}
            value={comment}
            onInput={({ currentTarget }) => setComment(currentTarget.value)}
          />
          <button type="submit" class="main">
            {strings.rateSend}
          </button>
        </form>
      )}
    </section>
  );
}
