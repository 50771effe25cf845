import { currencyIn, fieldOf, flatFields } from "../lib/words.ts";
import { useSignedIn } from "../lib/session.ts";

/** Arguments or facts, a line each. */
export function Fields({ fields }: { fields: Readonly<Record<string, unknown>> }) {
  const { deployment } = useSignedIn();
  const currency = currencyIn(fields, deployment.currency);
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-0.5">
      {flatFields(fields).map(([key, value]) => {
        const asMoney = deployment.moneyTotals.includes(key) ? `${key}Minor` : key;
        const { name, text } = fieldOf(asMoney, value, currency, deployment.locale);
        return (
          <div key={key} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="break-words tabular-nums">{text}</dd>
          </div>
        );
      })}
    </dl>
  );
}
