import type { VisitorWelcome } from "@purser/contract";
import type { Owner } from "./read-entries.ts";
import { type Strings, whenText } from "./strings.ts";

type Props = {
  welcome: VisitorWelcome | null;
  owner: Owner;
  strings: Strings;
  language: string;
  /** Null where there is nothing to close. */
  close: (() => void) | null;
  /** Null where there is no conversation that a person could have. */
  askForPerson: (() => void) | null;
  isAsked: boolean;
};

/** Whom she writes to, and a person, one step away whatever else is shown. */
export function Header({ welcome, owner, strings, language, close, askForPerson, isAsked }: Props) {
  const opensAt = welcome?.opensAt ?? null;
  return (
    <header class="header">
      <div class="who">
        <h1>{welcome === null ? "\u00A0" : welcome.name}</h1>
        <p>
          {owner.kind === "agent" &&
            (opensAt === null ? strings.peopleNow : strings.peopleLater(whenText(opensAt, language)))}
          {owner.kind === "queue" && strings.personAsked}
          {owner.kind === "person" && strings.personHere(owner.name)}
        </p>
      </div>
      {close !== null && (
        <button type="button" class="icon" aria-label={strings.close} onClick={close}>
          <Icon path="M6 6l12 12M18 6L6 18" />
        </button>
      )}
      {owner.kind === "agent" && askForPerson !== null && (
        <button type="button" class="person" disabled={isAsked} onClick={askForPerson}>
          <Icon path="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0" />
          {isAsked ? strings.personAsked : strings.person}
        </button>
      )}
    </header>
  );
}

export function Icon({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
