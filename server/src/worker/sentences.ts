import type { Instant } from "@purser/contract";

/** What the host itself says to a customer; never written by a model. Times are told in the shop's time zone. */
export const sentences = {
  confirm: (what: string) => `${what} Shall I go ahead? Please answer yes or no.`,
  confirmThenApprove: (what: string, until: string) =>
    `${what} Shall I ask for it? A colleague then has to approve it; your yes counts until ${until}. Please answer yes or no.`,
  /** All parts, in the words that each would be asked in alone, as one question. */
  together: (parts: readonly string[]) =>
    `This belongs together; if one part cannot be done, I take the others back. ${numbered(parts)}`,
  whichOne: (questions: readonly string[]) =>
    `I have asked you more than one thing. Which one do you mean? ${numbered(questions)} Please answer for example “yes to 1” or “no to 1”.`,
  nothingOpen: "What I had asked you is no longer open. Just write if you still want it.",
  /** All that is taken back, in its order, and what cannot be. */
  takeAllBack: (parts: readonly string[], stays: readonly string[]) =>
    `What was done is taken back, one after the other, up to the first that cannot be. ${numbered(parts)}${staysText(stays)}`,
  /** She may read it days later, so it says what is waited for. */
  awaitingApproval: (what: string, until: string) =>
    `Thank you. A colleague has to approve this before it is done: ${asPart(what)} You will hear from us by ${until}.`,
  draftInReview: (until: string) =>
    `Thank you for telling us. A colleague looks at it; you will hear from us by ${until}.`,
  identify: (level: number) =>
    level >= 3
      ? "For this I need you to sign in once more on our site, so that nobody else can do it in your name."
      : "Before I can look at that, please sign in on our site and write to me from there, so that I know that it is you.",
  askAddress:
    "Before I can look at that, I need to know that it is you. Which e-mail address do you use with us? I will send a code of six digits to it.",
  codeOnItsWay:
    "If that is an address we have on file, a code of six digits is on its way to it. Please write it here; it is good for ten minutes.",
  codeOnItsWayByName:
    "If I find you by that name, a code of six digits is on its way to the e-mail address we have on file for you. Please write it here; it is good for ten minutes. If nothing comes, please tell me your e-mail address.",
  byAddressOnly: "I can only find you by your e-mail address: which one do you use with us?",
  tooManyCodes:
    "Too many codes were asked for. Please wait for an hour before you ask for another, or sign in on our site.",
  codeUnavailable: "I cannot send a code right now. Please give me your e-mail address again in a few minutes.",
  wrongCode: (triesLeft: number) =>
    triesLeft === 1
      ? "That is not the code. Please look again; you have one more try."
      : `That is not the code. Please look again; you have ${triesLeft} more tries.`,
  codeUsed: "You have shown me already that it is you; that code is used up and not needed any more.",
  codeOver: "That code is not good, or no longer. Give me your e-mail address once more and I will send a new one.",
  held: (what: string, until: string) =>
    `${asSentence(what)} It is set down and will be done on ${until}. Until then you can still call it off: just write.`,
  heldWithdrawn: (what: string) => `We have called this off before it was done: ${asSentence(what)}`,
  confirmExpired: (what: string) =>
    `I have not heard from you, so I left everything as it is. I had asked you: ${what} Just write if you still want it; “yes, again” is enough, and I ask you anew.`,
  /** `what` is null where she does not know what was decided about. */
  approveExpired: {
    "hand-off": (what: string | null) =>
      `Nobody could decide on this in time${named(what)} I have passed it on to a colleague with everything I know.`,
    decline: (what: string | null) =>
      `Nobody could decide on this in time, so it was not done and everything is as it was${named(what)} Just write if you still want it.`,
  },
  remindCustomer: (what: string) => `A reminder: ${what} Please answer yes or no.`,
  handedOff: "I have passed this on to a colleague with everything I know, so that you need not say it again.",
  answeredHere: "They will answer you here.",
  answeredFrom: (opensAt: string) =>
    `We are closed right now; they will look at it from ${opensAt} on and answer you here.`,
  factsNotRead: {
    refused: "I can find no such record of yours.",
    failed: "I cannot read what I need to check this right now.",
  },
  notSeenYet: (what: string) =>
    `This takes longer than usual: I cannot see yet whether it is done. ${asPart(what)} I keep looking, and write to you as soon as I know.`,
  undone: (what: string) => `We have taken this back: ${asPart(what)}`,
  doneAgain: (what: string) => `We have done this again: ${asPart(what)}`,
  allUndone: (parts: readonly string[], stays: readonly string[]) =>
    parts.length === 1 && stays.length === 0
      ? `We have taken this back: ${asPart(parts.join(""))}`
      : `We have taken this back: ${numbered(parts)}${staysText(stays)}`,
  /** Some of it is taken back, and the rest stays for now. */
  partlyUndone: (parts: readonly string[], stuck: string, stays: readonly string[]) =>
    `We have taken this back: ${numbered(parts)} This we could not take back: ${asPart(stuck)}${staysText(stays)} A colleague looks at it and will answer you here.`,
} as const;

function numbered(parts: readonly string[]): string {
  return parts.map((part, index) => `(${index + 1}) ${asPart(part)}`).join(" ");
}

function staysText(stays: readonly string[]): string {
  return stays.length === 0 ? "" : ` This stays as it is: ${stays.join(" ")}`;
}

function named(what: string | null): string {
  return what === null ? "." : `: ${asPart(what)}`;
}

/** What was asked, as it is told once it is settled. */
function asSentence(question: string): string {
  return question.replace(/\?$/, ".");
}

/** A question as a sentence among others. */
export function asPart(question: string): string {
  return question.replaceAll("?", ".");
}

/** Making a format takes far longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

export function whenInShop(instant: Instant, timeZone: string, locale: string): string {
  const key = `${locale} ${timeZone}`;
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat(locale, {
      timeZone,
      weekday: "long",
      day: "numeric",
      month: "long",
      hour: "numeric",
      minute: "2-digit",
      timeZoneName: "short",
    });
  formats.set(key, format);
  return format.format(Date.parse(instant));
}
