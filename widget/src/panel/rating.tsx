import { useId, useState } from "preact/hooks";
import type { Strings } from "./strings.ts";

type Props = { isRated: boolean; strings: Strings; rate: (rating: number, comment: string) => Promise<void> };

const longestComment = 2000;
const faces = ["😞", "🙁", "😐", "🙂", "😀"] as const;

/** How it was, in one click; then, if she likes, in words. */
export function Rating({ isRated, strings, rate }: Props) {
  const id = useId();
  const [chosen, setChosen] = useState<number | null>(null);
  const [step, setStep] = useState<"ask" | "words" | "done" | "failed">("ask");
  const give = async (rating: number, words: string, next: "words" | "done"): Promise<void> => {
    setChosen(rating);
    try {
      await rate(rating, words);
      setStep(next);
    } catch {
      setStep("failed");
    }
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
            onClick={() => void give(index + 1, "", "words")}
          >
            {face}
          </button>
        ))}
      </div>
      {step === "failed" && <p role="alert">{strings.failed}</p>}
      {step === "words" && chosen !== null && (
        <Words
          strings={strings}
          send={(words) => (words === "" ? setStep("done") : void give(chosen, words, "done"))}
        />
      )}
    </section>
  );
}

function Words({ strings, send }: { strings: Strings; send: (words: string) => void }) {
  const [comment, setComment] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send(comment.trim());
      }}
    >
      <textarea
        rows={2}
        maxLength={longestComment}
        aria-label={strings.rateMore}
        placeholder={strings.rateMore}
        value={comment}
        onInput={({ currentTarget }) => setComment(currentTarget.value)}
      />
      <button type="submit" class="main">
        {strings.rateSend}
      </button>
    </form>
  );
}
