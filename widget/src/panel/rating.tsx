import { useId, useState } from "preact/hooks";
import { Icon } from "./header.tsx";
import type { Strings } from "./strings.ts";

type Props = { isRated: boolean; strings: Strings; rate: (rating: number, comment: string) => Promise<void> };

const longestComment = 2000;
/** A face as lines, since not every system has pictures for characters; what differs is the mouth, from 1 to 5. */
const face = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9.5v.5M15 9.5v.5";
const mouths = [
  "M8 17q4-5 8 0",
  "M8.5 16q3.5-2.5 7 0",
  "M8.5 15.5h7",
  "M8.5 14.5q3.5 2.5 7 0",
  "M7.5 13.5q4.5 6 9 0z",
] as const;

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
        {mouths.map((mouth, index) => (
          <button
            key={mouth}
            type="button"
            aria-label={strings.rates[index]}
            title={strings.rates[index]}
            aria-pressed={chosen === index + 1}
            onClick={() => void give(index + 1, "", "words")}
          >
            <Icon path={face + mouth} />
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
